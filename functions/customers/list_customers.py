"""The partner's associated customers with their figures (guide 10.4.1.1, 11.3.1.1, 12.3.1.1)."""

from partner_center.customers import CUSTOMERS

app = CUSTOMERS.get("/customers", allow="customers.read", guide=["10.4.1.1/list_customers", "12.3.1.1/list_customers"])
