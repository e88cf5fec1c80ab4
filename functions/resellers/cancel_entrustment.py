"""A reseller takes its entrustment back (guide 19.9)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import CooperationState, cancel_entrustment


@Action.delete("/entrustment", allow="resellers.cooperate", guide=["19.9/cancel_entrustment"])
def app(caller: Caller, work: Work) -> CooperationState:
    return cancel_entrustment(caller, work)
