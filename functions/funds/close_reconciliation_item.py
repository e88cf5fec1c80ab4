"""Close a difference of the reconciliation with a note of what was done (guide 10.6.3.2)."""

from partner_center.funds import CloseReconciliationItem, ReconciliationItemClosed, close_reconciliation_item
from partner_center.platform.action import Action, Caller, Work


@Action.post("/reconciliation-items/{item_id}/close", allow="funds.reconcile", guide=[])
def app(request: CloseReconciliationItem, caller: Caller, work: Work) -> ReconciliationItemClosed:
    return close_reconciliation_item(request, caller, work)
