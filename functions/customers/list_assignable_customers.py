"""The customers who may be given to an account manager (guide 10.4.2.1)."""

from partner_center.customers import ASSIGNABLE_CUSTOMERS

app = ASSIGNABLE_CUSTOMERS.get("/assignable-customers", allow="customers.assign", guide=["10.4.2.1/list_assignable_customers"])
