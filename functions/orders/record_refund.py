"""Give back what the vendor's order system refunds to the account that paid (guide 10.4.3.1, 13.6)."""

from partner_center.orders import RecordRefund, RefundRecorded, record_refund
from partner_center.platform.action import Action, Reach, Work


@Action.post("/feed/refunds", allow="orders.feed", reach=Reach.MONEY, guide=["10.4.3.1/record_refund"])
def app(request: RecordRefund, work: Work) -> RefundRecorded:
    return record_refund(request.news(), work)
