"""Have a payment refunded that a withdrawal pays back by the original route (guide 10.6.3.5.1)."""

from partner_center.funds import RefundOrdered, refund_by_provider
from partner_center.platform.consumer import Consumer, Reach, Work


@Consumer.hears(RefundOrdered, guide=["10.6.3.5.1/review_withdrawal"], reach=Reach.MONEY)
def app(event: RefundOrdered, work: Work) -> None:
    refund_by_provider(event, work)
