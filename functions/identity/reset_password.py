"""Set a new password by the code (guide 4.1)."""

from partner_center.identity import ResetPassword, reset_password
from partner_center.platform.action import Action, Work
from partner_center.platform.contracts import Nothing


@Action.post("/password-recoveries/confirmation", public=True)
def app(request: ResetPassword, work: Work) -> Nothing:
    return reset_password(request, work)
