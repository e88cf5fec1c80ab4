"""Recall the whole balance of several customers, each on its own (guide 10.4.1.2, 11.3.1.2, 12.3.1.2)."""

from partner_center.funds import BatchRecallFunds, FundsRecalled, batch_recall_funds
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post(
    "/recalls",
    allow="funds.adjust",
    reach=Reach.MONEY,
    sensitive=Sensitive.ADJUST_FUNDS,
    guide=["10.4.1.2/batch_recall_funds", "11.3.1.2/batch_recall_funds", "12.3.1.2/batch_recall_funds"],
)
def app(request: BatchRecallFunds, caller: Caller, work: Work) -> BatchAnswer[FundsRecalled]:
    return batch_recall_funds(request, caller, work)
