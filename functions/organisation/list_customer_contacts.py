"""The contacts that the partner's customers see (guide 5.1.1.6)."""

from partner_center.organisation import CONTACTS

app = CONTACTS.get("/contacts", detail="{contact_id}", allow="organisation.contacts", guide=["5.1.1.6/list_customer_contacts"])
