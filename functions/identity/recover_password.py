"""Ask for a code because the password is forgotten (guide 4.1)."""

from partner_center.identity import RecoverPassword, recover_password
from partner_center.platform.action import Action, Work
from partner_center.platform.contracts import Nothing


@Action.post("/password-recoveries", public=True)
def app(request: RecoverPassword, work: Work) -> Nothing:
    return recover_password(request, work)
