"""The customer checks its own account before an unlink or a switch (guide 13.2)."""

from partner_center.customers import AccountCheck, CheckOwnAccount, check_unbind_account
from partner_center.platform.action import Action, Caller, Work


@Action.get("/own-association/account-check", allow="customers.associate", guide=["13.2/check_unbind_account"])
def app(request: CheckOwnAccount, caller: Caller, work: Work) -> AccountCheck:
    return check_unbind_account(request, caller, work)
