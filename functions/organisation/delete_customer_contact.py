"""Remove a customer contact (guide 5.1.1.6)."""

from partner_center.organisation import Contact, ContactRef, delete_customer_contact
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/contacts/{contact_id}", allow="organisation.contacts", guide=["5.1.1.6/delete_customer_contact"])
def app(request: ContactRef, caller: Caller, work: Work) -> Contact:
    return delete_customer_contact(request, caller, work)
