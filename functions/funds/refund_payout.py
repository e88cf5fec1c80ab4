"""Let a payment provider refund what a payout pays (guide 10.6.3.5.1)."""

from partner_center.funds import RefundOrdered, refund_payout
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(RefundOrdered, guide=[])
def app(event: RefundOrdered, work: Work) -> None:
    refund_payout(event, work)
