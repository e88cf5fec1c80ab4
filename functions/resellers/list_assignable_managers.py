"""The account managers to whom a reseller can be given (guide 11.1.4)."""

from partner_center.resellers import ACCOUNT_MANAGERS

app = ACCOUNT_MANAGERS.get("/account-managers", detail="{manager_id}", allow="resellers.manage", guide=["11.1.4/list_assignable_managers"])
