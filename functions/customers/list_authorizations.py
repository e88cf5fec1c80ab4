"""The state of the authorization of each customer (guide 10.4.1.7, 11.3.1.7, 12.3.1.6)."""

from partner_center.customers import AUTHORIZATIONS

app = AUTHORIZATIONS.get(
    "/authorizations",
    detail="{customer_id}",
    allow="customers.read",
    guide=["10.4.1.7/list_authorizations", "11.3.1.7/list_authorizations", "12.3.1.6/list_authorizations"],
)
