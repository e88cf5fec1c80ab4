"""Refuse to pay several orders for one reason (guide 10.4.3.1, 11.3.3.1, 12.3.3.1)."""

from partner_center.orders import BatchRejectPayRequests, OrderState, batch_reject_pay_requests
from partner_center.platform.action import Action, Caller, Work
from partner_center.platform.batch import BatchAnswer


@Action.post(
    "/pay-requests/rejections",
    allow="orders.pay",
    guide=[
        "10.4.3.1/batch_reject_pay_requests",
        "11.3.3.1/batch_reject_pay_requests",
        "12.3.3.1/batch_reject_pay_requests",
    ],
)
def app(request: BatchRejectPayRequests, caller: Caller, work: Work) -> BatchAnswer[OrderState]:
    return batch_reject_pay_requests(request, caller, work)
