"""The balances of the partner's accounts (guide 10.6.3.1)."""

from partner_center.funds import AccountBalances, get_account_balances
from partner_center.platform.action import Action, Caller, Work


@Action.get("/balances", allow="funds.read", guide=["10.6.3.1/get_account_balances"])
def app(caller: Caller, work: Work) -> AccountBalances:
    return get_account_balances(caller, work)
