"""Allocate money to several customers, each on its own (guide 10.4.1.2, 11.3.1.2, 12.3.1.2)."""

from partner_center.funds import BatchAllocateFunds, FundsAllocated, batch_allocate_funds
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post(
    "/allocations",
    allow="funds.adjust",
    reach=Reach.MONEY,
    sensitive=Sensitive.ADJUST_FUNDS,
    guide=["10.4.1.2/batch_allocate_funds", "11.3.1.2/batch_allocate_funds", "12.3.1.2/batch_allocate_funds"],
)
def app(request: BatchAllocateFunds, caller: Caller, work: Work) -> BatchAnswer[FundsAllocated]:
    return batch_allocate_funds(request, caller, work)
