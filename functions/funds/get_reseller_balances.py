"""What can be allocated to a reseller and recalled from it (guide 11.1.5)."""

from partner_center.funds import OfReseller, ResellerBalances, get_reseller_balances
from partner_center.platform.action import Action, Caller, Work


@Action.get("/resellers/{reseller_id}/balances", allow="funds.adjust_resellers", guide=[])
def app(request: OfReseller, caller: Caller, work: Work) -> ResellerBalances:
    return get_reseller_balances(request, caller, work)
