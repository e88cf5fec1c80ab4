"""One's own open sessions."""

from partner_center.identity import OwnSessions, list_sessions
from partner_center.platform.action import Action, Caller, Work


@Action.get("/sessions")
def app(caller: Caller, work: Work) -> OwnSessions:
    return list_sessions(caller, work)
