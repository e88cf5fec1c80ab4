"""The partner's account managers with how many customers each has (guide 10.4.2.1)."""

from partner_center.customers import ACCOUNT_MANAGERS

app = ACCOUNT_MANAGERS.get("/account-managers", detail="{manager_id}", allow="customers.assign", guide=["10.4.2.1/list_account_managers"])
