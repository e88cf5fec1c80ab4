"""How much of the partner's money may be withdrawn, by each route (guide 10.6.3.5.1)."""

from partner_center.funds import WithdrawableAmounts, get_withdrawable_amounts
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/withdrawable-amounts",
    allow="funds.read",
    guide=["10.6.3.5.1/get_withdrawable_amounts", "11.5.3.4.1/get_withdrawable_amounts"],
)
def app(caller: Caller, work: Work) -> WithdrawableAmounts:
    return get_withdrawable_amounts(caller, work)
