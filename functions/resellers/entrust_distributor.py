"""A reseller entrusts its distributor with its sales-expansion tasks (guide 19.9)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import CooperationState, Entrust, entrust_distributor


@Action.post("/entrustment", allow="resellers.cooperate", guide=["19.9/entrust_distributor"])
def app(request: Entrust, caller: Caller, work: Work) -> CooperationState:
    return entrust_distributor(request, caller, work)
