"""What can be allocated to and recalled from one customer (guide 10.4.1.2, 11.3.1.2, 12.3.1.2)."""

from partner_center.funds import AdjustableBalances, OfCustomer, get_adjustable_balances
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/customers/{customer_id}/balances",
    allow="funds.read",
    guide=["10.4.1.2/get_adjustable_balances", "11.3.1.2/get_adjustable_balances", "12.3.1.2/get_adjustable_balances"],
)
def app(request: OfCustomer, caller: Caller, work: Work) -> AdjustableBalances:
    return get_adjustable_balances(request, caller, work)
