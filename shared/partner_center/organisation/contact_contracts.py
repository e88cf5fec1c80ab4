"""The words of the API that tell how somebody is reached, and those of customer contacts, which other areas show too."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from partner_center.organisation.contact import CustomerContact
from partner_center.platform.contracts import Id, Mobile, Request, Response, field

Email = Annotated[str, StringConstraints(max_length=128, pattern=r"^[A-Za-z0-9_.+\-]+@[A-Za-z0-9_\-]+(\.[A-Za-z0-9_\-]+)+$")]
Landline = Annotated[str, StringConstraints(pattern=r"^[0-9+()\- ]{5,32}$")]
PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class ContactForm(Request):
    """A contact as the partner's customers see it (entity customer_contact)."""

    name: PersonName = field("姓名", "Name")
    position: PersonName = field("职位", "Position")
    mobile: Mobile = field("手机号码", "Mobile")
    email: Email = field("电子邮箱", "E-mail")
    landline: Landline | None = field("固定电话", "Landline", default=None)


class UpdateContact(ContactForm):
    """A contact as it shall be."""

    contact_id: Id


class ContactRef(Request):
    """One contact."""

    contact_id: Id


class Contact(Response):
    """A contact."""

    contact_id: str
    name: str
    position: str | None
    mobile: str | None
    email: str | None
    landline: str | None

    @classmethod
    def of(cls, contact: CustomerContact) -> Contact:
        """A contact of the partner."""
        return cls.model_validate(contact.fields())
