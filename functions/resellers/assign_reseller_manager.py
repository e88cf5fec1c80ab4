"""A reseller gets an account manager, or another one (guide 11.1.4)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import AssignManager, ManagerState, assign_reseller_manager


@Action.put("/resellers/{reseller_id}/account-manager", allow="resellers.manage", guide=["11.1.4/assign_reseller_manager"])
def app(request: AssignManager, caller: Caller, work: Work) -> ManagerState:
    return assign_reseller_manager(request, caller, work)
