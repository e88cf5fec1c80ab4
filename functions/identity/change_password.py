"""Replace one's password, proved by the old one (guide 4.1)."""

from partner_center.identity import ChangePassword, Ended, change_password
from partner_center.platform.action import Action, Caller, Work


@Action.put("/me/password", guide=["4.1/reset_password"])
def app(request: ChangePassword, caller: Caller, work: Work) -> Ended:
    return change_password(request, caller, work)
