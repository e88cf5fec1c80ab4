"""Payouts that a payment provider makes: a refund of the online payment that the money came by (10.6.3.5.1/r1, r2)."""

from __future__ import annotations

from partner_center.funds.online.events import RefundSettled
from partner_center.funds.online.payment import payment_key, refund_key
from partner_center.funds.online.refunding import refund_online_payment
from partner_center.funds.withdrawal.contracts import PayoutOutcome
from partner_center.funds.withdrawal.events import RefundOrdered
from partner_center.funds.withdrawal.settling import Result, settle_payout
from partner_center.kernel.errors import Refused
from partner_center.platform.observe import logger
from partner_center.platform.work import Work


def refund_payout(event: RefundOrdered, work: Work) -> None:
    """Let the provider refund what a payout pays, under the payout's number.

    Ordered again, nothing is refunded again; what came of it is told again. What the payment does not allow is a payout that failed.
    """
    refund, payment = work.look(refund_key(event.payout_no), payment_key(event.payment_no))
    if refund is not None:
        if (settled := refund.as_settled()) is not None:
            work.emit(settled)
        return
    if payment is None:
        logger.error("a refund of a payment that is none of ours", extra={"payout_no": event.payout_no, "payment_no": event.payment_no})
        return  # stays ordered, is asked about every day, and alarms every day
    try:
        refund_online_payment(work, payment_no=event.payment_no, refund_no=event.payout_no, amount=event.amount)
    except Refused as refused:
        work.emit(
            RefundSettled(
                partner_id=event.partner_id,
                payment_no=event.payment_no,
                refund_no=event.payout_no,
                succeeded=False,
                reason=refused.refusals[0].code,
                arrived_at=None,
            )
        )


def settle_refunded_payout(event: RefundSettled, work: Work) -> None:
    """Carry the provider's word out; a refund that pays nothing out is another area's."""
    outcome = PayoutOutcome.ARRIVED if event.succeeded else PayoutOutcome.FAILED
    settle_payout(Result(event.refund_no, outcome, None, event.arrived_at or work.now, event.reason), work)
