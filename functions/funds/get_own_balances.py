"""What a customer can spend of what its partner allocated, and what it owes (guide 13.3, 13.4)."""

from partner_center.funds import OwnBalances, get_own_balances
from partner_center.platform.action import BOTH, Action, Caller, Work


@Action.get("/own/balances", allow="funds.see_own", agents=BOTH)
def app(caller: Caller, work: Work) -> OwnBalances:
    return get_own_balances(caller, work)
