"""Register an account: mobile and password; a code goes to the mobile (guide 1.1)."""

from partner_center.identity import RegisterAccount, Registered, register_account
from partner_center.platform.action import Action, Work


@Action.post("/accounts", public=True, status=201, guide=["1.1/register_account"])
def app(request: RegisterAccount, work: Work) -> Registered:
    return register_account(request, work)
