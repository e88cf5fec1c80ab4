"""Who managed a customer before (guide 10.4.1.1)."""

from partner_center.customers import MANAGER_HISTORY

app = MANAGER_HISTORY.get(
    "/customers/{customer_id}/account-managers", allow="customers.read", guide=["10.4.1.1/list_account_manager_history"]
)
