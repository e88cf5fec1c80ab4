"""Several resellers are no account manager's any more, each on its own (guide 11.1.4)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.platform.batch import BatchAnswer
from partner_center.resellers import ManagerState, ResellerRefs, batch_take_back_reseller_managers


@Action.post("/manager-recalls", allow="resellers.manage", guide=["11.1.4/batch_take_back_reseller_managers"])
def app(request: ResellerRefs, caller: Caller, work: Work) -> BatchAnswer[ManagerState]:
    return batch_take_back_reseller_managers(request, caller, work)
