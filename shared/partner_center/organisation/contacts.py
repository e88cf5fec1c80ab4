"""Keeping the customer contacts, and what customers are shown (guide 5.1.1.6)."""

from __future__ import annotations

from partner_center.identity import Membership
from partner_center.kernel.errors import Refusal
from partner_center.organisation.contact import PLACES, CustomerContact, contact_key
from partner_center.organisation.contact_contracts import Contact, ContactForm, ContactRef, UpdateContact
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER
from partner_center.platform.work import Work


def create_customer_contact(request: ContactForm, caller: Caller, work: Work) -> Contact:
    """A contact more. Raises Refused `contact_limit_reached` where there are 5 (5.1.1.6/r3)."""
    known = work.look(*(contact_key(caller.partner_id, place) for place in PLACES))
    free = [place for place, contact in zip(PLACES, known, strict=True) if contact is None]
    limit = Refusal.because("contact_limit_reached", "5.1.1.6/r3", way_out="delete_a_contact", limit=len(PLACES))
    work.require(None if free else limit)
    contact = CustomerContact(partner_id=caller.partner_id, contact_id=free[0], created_at=work.now, **request.model_dump())
    work.add(contact)
    return Contact.of(contact)


def update_customer_contact(request: UpdateContact, caller: Caller, work: Work) -> Contact:
    """The contact as it shall be."""
    contact = work.get(contact_key(caller.partner_id, request.contact_id))
    for name, value in request.model_dump(exclude={"contact_id"}).items():
        setattr(contact, name, value)
    work.change(contact)
    return Contact.of(contact)


def delete_customer_contact(request: ContactRef, caller: Caller, work: Work) -> Contact:
    """A contact less; after the last one the administrator is shown again (5.1.1.6/r2)."""
    contact = work.get(contact_key(caller.partner_id, request.contact_id))
    work.remove(contact)
    return Contact.of(contact)


def contacts_shown(partner_id: str, work: Work) -> list[Contact]:
    """What a partner's customers see: its contacts, or its administrator where it named none (5.1.1.6/r1, r2).

    Empty where the administrator has not signed in yet: nobody knows how to reach him then.
    """
    contacts = work.query(CustomerContact, CustomerContact.partition(partner_id=partner_id)).items
    if contacts:
        return [Contact.of(contact) for contact in contacts]
    members = Membership.owner_partition(tenant=partner_id)
    for member in work.every(Membership, members, index=OWNER, where=Membership.is_super_admin == True):  # noqa: E712 - a condition
        return [
            Contact(
                contact_id=member.user_id,
                name=member.name,
                position=None,
                mobile=member.mobile,
                email=member.email,
                landline=member.landline,
            )
        ]
    return []
