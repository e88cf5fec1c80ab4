"""The partner's associated customers; a distributor's resellers' too (guide 10.4.1.1, 11.3.1.1)."""

from partner_center.customers import CUSTOMERS

app = CUSTOMERS.get(
    "/customers",
    detail="{customer_id}",
    allow="customers.read",
    guide=["10.4.1.1/list_customers", "11.3.1.1/list_distributor_customers"],
)
