"""Carry the bank's word on a payout out, once (guide 10.6.3.5.1)."""

from partner_center.funds import PayoutResultReceived, settle_bank_payout
from partner_center.platform.consumer import Consumer, Reach, Work


@Consumer.hears(PayoutResultReceived, guide=["10.6.3.5.1/receive_payout_result"], reach=Reach.MONEY)
def app(event: PayoutResultReceived, work: Work) -> None:
    settle_bank_payout(event, work)
