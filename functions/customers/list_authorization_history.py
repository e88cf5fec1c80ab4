"""The requests and authorizations of one customer, former ones too (guide 10.4.1.7)."""

from partner_center.customers import AUTHORIZATION_HISTORY

app = AUTHORIZATION_HISTORY.get("/authorizations/{customer_id}/history", allow="customers.read", guide=[])
