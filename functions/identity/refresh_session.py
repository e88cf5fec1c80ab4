"""Go on with a session by its refresh token (guide 1.3)."""

from partner_center.identity import RefreshSession, SignedIn, refresh_session
from partner_center.platform.action import Action, Work


@Action.post("/sessions/refresh", public=True)
def app(request: RefreshSession, work: Work) -> SignedIn:
    return refresh_session(request, work)
