"""A reseller is no account manager's any more (guide 11.1.4)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import ManagerState, ResellerRef, take_back_reseller_manager


@Action.delete("/resellers/{reseller_id}/account-manager", allow="resellers.manage", guide=["11.1.4/take_back_reseller_manager"])
def app(request: ResellerRef, caller: Caller, work: Work) -> ManagerState:
    return take_back_reseller_manager(request, caller, work)
