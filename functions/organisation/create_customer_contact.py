"""Add a contact that the partner's customers see (guide 5.1.1.6)."""

from partner_center.organisation import Contact, ContactForm, create_customer_contact
from partner_center.platform.action import Action, Caller, Work


@Action.post("/contacts", allow="organisation.contacts", status=201, guide=["5.1.1.6/create_customer_contact"])
def app(request: ContactForm, caller: Caller, work: Work) -> Contact:
    return create_customer_contact(request, caller, work)
