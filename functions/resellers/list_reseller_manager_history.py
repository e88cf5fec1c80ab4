"""Who had a reseller before (guide 11.1.4)."""

from partner_center.resellers import MANAGER_HISTORY

app = MANAGER_HISTORY.get(
    "/resellers/{reseller_id}/account-managers", allow="resellers.read", guide=["11.1.4/list_reseller_manager_history"]
)
