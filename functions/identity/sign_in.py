"""Sign in with account name and password; a partner's members give its account name too (guide 1.3, 5.1.2)."""

from partner_center.identity import SignedIn, SignIn, sign_in
from partner_center.platform.action import Action, Work


@Action.post("/sessions", public=True, guide=["5.1.2/org_member_login"])
def app(request: SignIn, work: Work) -> SignedIn:
    return sign_in(request, work)
