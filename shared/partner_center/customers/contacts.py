"""What a customer sees of its partner: whom to turn to (guide 5.1.1.6, 我的合作伙伴)."""

from __future__ import annotations

from partner_center.customers.account import customer_account_key
from partner_center.customers.contracts import (
    PartnerContacts,
)
from partner_center.kernel.errors import NotFound
from partner_center.organisation import Contact, contacts_shown
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def get_partner_contacts(caller: Caller, work: Work) -> PartnerContacts:
    """The contacts of the customer's partner, or its administrator where it named none (5.1.1.6/r1, r2, r4).

    Before the administrator has signed in for the first time the contacts of the partner's profile stand for him. Raises NotFound
    for a customer without a partner.
    """
    account = work.get(customer_account_key(caller.customer_id))
    if account.associated_partner_id is None:
        raise NotFound("partner")
    partner = work.get(partner_key(account.associated_partner_id))
    contacts = contacts_shown(partner.partner_id, work) or [
        Contact(contact_id="partner", name=partner.name, position=None, mobile=partner.mobile, email=partner.email, landline=None)
    ]
    return PartnerContacts(partner_name=partner.name, contacts=contacts)
