"""The customers who were associated lately (guide 10.4.1.1; not for resellers, 12.3.1.1/r2)."""

from partner_center.customers import NEW_CUSTOMERS

app = NEW_CUSTOMERS.get("/new-customers", allow="customers.read", guide=["10.4.1.1/list_new_customers", "11.3.1.1/list_new_customers"])
