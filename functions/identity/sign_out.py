"""Sign out: the session and its tokens end."""

from partner_center.identity import Ended, SignOut, sign_out
from partner_center.platform.action import BOTH, Action, Caller, Work


@Action.delete("/sessions/current", agents=BOTH)
def app(request: SignOut, caller: Caller, work: Work) -> Ended:
    return sign_out(request, caller, work)
