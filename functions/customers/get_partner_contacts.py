"""The customer sees whom to turn to at its partner (guide 5.1.1.6)."""

from partner_center.customers import PartnerContacts, get_partner_contacts
from partner_center.platform.action import BOTH, Action, Caller, Work


@Action.get("/partner-contacts", allow="organisation.see_contacts", agents=BOTH, guide=["5.1.1.6/get_partner_contacts_for_customer"])
def app(caller: Caller, work: Work) -> PartnerContacts:
    return get_partner_contacts(caller, work)
