"""Sign in with account name and password (guide 1.3)."""

from partner_center.identity import Session, SignIn, sign_in
from partner_center.platform.action import Action


@Action.post("/sessions", public=True)
def app(request: SignIn) -> Session:
    return sign_in(request)
