"""Recall money from named buckets of a customer (guide 10.4.1.2, 11.3.1.2, 12.3.1.2)."""

from partner_center.funds import FundsRecalled, RecallFunds, recall_funds
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/customers/{customer_id}/recalls",
    allow="funds.adjust",
    reach=Reach.MONEY,
    sensitive=Sensitive.ADJUST_FUNDS,
    status=201,
    guide=["10.4.1.2/recall_funds", "11.3.1.2/recall_funds", "12.3.1.2/recall_funds"],
)
def app(request: RecallFunds, caller: Caller, work: Work) -> FundsRecalled:
    return recall_funds(request, caller, work)
