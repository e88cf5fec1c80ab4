"""Allocate money of a distributor to one of its resellers (guide 11.1.5)."""

from partner_center.funds import AllocateFundsToReseller, ResellerFundsAdjusted, allocate_funds_to_reseller
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/resellers/{reseller_id}/allocations",
    allow="funds.adjust_resellers",
    reach=Reach.MONEY,
    sensitive=Sensitive.ADJUST_RESELLER_FUNDS,
    status=201,
    guide=["11.1.5/allocate_funds_to_reseller"],
)
def app(request: AllocateFundsToReseller, caller: Caller, work: Work) -> ResellerFundsAdjusted:
    return allocate_funds_to_reseller(request, caller, work)
