"""Who am I: account, partner, roles, permissions, and whom else I may act for (guide 1.3)."""

from partner_center.identity import SessionProfile, get_session_profile
from partner_center.platform.action import BOTH, Action, Caller, Work


@Action.get("/me", agents=BOTH, guide=["1.3/get_session_profile"])
def app(caller: Caller, work: Work) -> SessionProfile:
    return get_session_profile(caller, work)
