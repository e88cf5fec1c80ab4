"""Carry out what came of a refund that a withdrawal ordered, once (guide 10.6.3.5.1)."""

from partner_center.funds import RefundSettled, settle_refunded_payout
from partner_center.platform.consumer import Consumer, Reach, Work


@Consumer.hears(RefundSettled, guide=["10.6.3.5.1/receive_payout_result"], reach=Reach.MONEY)
def app(event: RefundSettled, work: Work) -> None:
    settle_refunded_payout(event, work)
