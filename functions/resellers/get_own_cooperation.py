"""With which distributor the reseller works (guide 3.6.2, 19.9)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import CooperationState, get_own_cooperation


@Action.get("/cooperation", allow="resellers.cooperate")
def app(caller: Caller, work: Work) -> CooperationState:
    return get_own_cooperation(caller, work)
