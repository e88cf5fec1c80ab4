"""Go on with a session by its refresh token (guide 1.3)."""

from partner_center.identity import RefreshSession, Session, refresh_session
from partner_center.platform.action import Action


@Action.post("/sessions/refresh", public=True)
def app(request: RefreshSession) -> Session:
    return refresh_session(request)
