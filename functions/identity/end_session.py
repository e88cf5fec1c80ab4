"""End one of one's own sessions."""

from partner_center.identity import Ended, SessionRef, end_session
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/sessions/{session_id}")
def app(request: SessionRef, caller: Caller, work: Work) -> Ended:
    return end_session(request, caller, work)
