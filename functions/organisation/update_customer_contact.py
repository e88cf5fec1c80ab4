"""Change a customer contact (guide 5.1.1.6)."""

from partner_center.organisation import Contact, UpdateContact, update_customer_contact
from partner_center.platform.action import Action, Caller, Work


@Action.put("/contacts/{contact_id}", allow="organisation.contacts", guide=["5.1.1.6/update_customer_contact"])
def app(request: UpdateContact, caller: Caller, work: Work) -> Contact:
    return update_customer_contact(request, caller, work)
