"""How far the real-name verification of one's account is (guide 1.1)."""

from partner_center.identity import RealNameState, get_real_name
from partner_center.platform.action import Action, Caller, Work


@Action.get("/me/real-name")
def app(caller: Caller, work: Work) -> RealNameState:
    return get_real_name(caller, work)
