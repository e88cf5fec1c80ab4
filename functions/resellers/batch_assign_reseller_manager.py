"""Several resellers get one account manager, each on its own (guide 11.1.4)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.platform.batch import BatchAnswer
from partner_center.resellers import AssignManagerToSeveral, ManagerState, batch_assign_reseller_manager


@Action.post("/manager-assignments", allow="resellers.manage", guide=["11.1.4/batch_assign_reseller_manager"])
def app(request: AssignManagerToSeveral, caller: Caller, work: Work) -> BatchAnswer[ManagerState]:
    return batch_assign_reseller_manager(request, caller, work)
