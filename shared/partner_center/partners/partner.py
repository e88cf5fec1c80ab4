"""A partner of the vendor: who it is and how it is reached."""

from __future__ import annotations

from partner_center.kernel.labels import Labelled
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.events import DomainEvent
from partner_center.platform.table import Choice, Flag, Instant, Key, Place, Record, Text


class ContractingEntity(Labelled):
    """The vendor's company with which the partner has its contract (glossary part 2)."""

    HCC = "hcc", "云计算公司", "Cloud computing company"
    HST = "hst", "软件技术公司", "Software technology company"
    OTHER = "other", "其他", "Other"


class Partner(Record, kind="partner"):
    """A company that the vendor has admitted. `mobile` and `email` are the contacts of its profile (10.3.4.1/r16)."""

    PLACE = Place("partner/{partner_id}", "profile")
    SECRET = ("mobile", "email")

    partner_id = Text()
    name = Text()
    partner_type = Choice(PartnerType)
    mobile = Text(null=True)
    email = Text(null=True)
    business_certified = Flag(default=False)
    contracting_entity = Choice(ContractingEntity)
    admitted_at = Instant()

    @property
    def can_be_contacted(self) -> bool:
        """Whether the profile names a phone or an e-mail."""
        return bool(self.mobile or self.email)


class PartnerAdmitted(DomainEvent, name="partners.partner_admitted"):
    """The vendor has a new partner."""

    name: str
    partner_type: PartnerType


def partner_key(partner_id: str) -> Key[Partner]:
    """The address of a partner's profile."""
    return Partner.key(partner_id=partner_id)
