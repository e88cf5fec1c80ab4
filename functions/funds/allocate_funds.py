"""Allocate money to a resale customer (guide 10.4.1.2, 11.3.1.2, 12.3.1.2)."""

from partner_center.funds import AllocateFunds, FundsAllocated, allocate_funds
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/customers/{customer_id}/allocations",
    allow="funds.adjust",
    reach=Reach.MONEY,
    sensitive=Sensitive.ADJUST_FUNDS,
    status=201,
    guide=["10.4.1.2/allocate_funds", "11.3.1.2/allocate_funds", "12.3.1.2/allocate_funds"],
)
def app(request: AllocateFunds, caller: Caller, work: Work) -> FundsAllocated:
    return allocate_funds(request, caller, work)
