"""The customers of an account manager (guide 10.4.2.1)."""

from partner_center.customers import MANAGER_CUSTOMERS

app = MANAGER_CUSTOMERS.get("/account-managers/{manager_id}/customers", allow="customers.assign", guide=["10.4.2.1/list_manager_customers"])
