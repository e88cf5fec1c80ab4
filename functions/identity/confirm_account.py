"""Open the account: the code proves the mobile (guide 1.1)."""

from partner_center.identity import AccountOpened, ConfirmAccount, confirm_account
from partner_center.platform.action import Action, Work


@Action.post("/accounts/{registration_id}/confirmation", public=True)
def app(request: ConfirmAccount, work: Work) -> AccountOpened:
    return confirm_account(request, work)
