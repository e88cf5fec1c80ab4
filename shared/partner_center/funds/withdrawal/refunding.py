"""Paying back by a payment provider: the refund is asked for behind the approval, and its end is told by `funds.refund_settled`.

The refund's number is the payout's, so that a repetition is the same refund, to us and to the provider. Where the payment cannot be
refunded at all, the payout has failed.
"""

from __future__ import annotations

from partner_center.funds.online.events import RefundSettled
from partner_center.funds.online.payment import refund_key
from partner_center.funds.online.refunding import refund_online_payment
from partner_center.funds.withdrawal.contracts import PayoutOutcome
from partner_center.funds.withdrawal.events import RefundOrdered
from partner_center.funds.withdrawal.settling import Result, settle_payout
from partner_center.funds.withdrawal.withdrawal import PayoutStatus, payout_key
from partner_center.kernel.errors import NotFound, Refused
from partner_center.kernel.labels import ZH
from partner_center.kernel.messages import text_of
from partner_center.platform.work import Work


def refund_by_provider(event: RefundOrdered, work: Work) -> None:
    """Have a payment refunded under the payout's number, unless the payout has its answer already.

    Ordered again, nothing is refunded again: a refund that has its answer gives it to the payout.
    """
    payout, refund = work.look(payout_key(event.payout_no), refund_key(event.payout_no))
    if payout is None:
        raise NotFound("payout")
    if payout.status is not PayoutStatus.ORDERED:
        return
    if refund is not None:
        if (settled := refund.as_settled()) is not None:
            settle_refunded_payout(settled, work)
        return
    try:
        refund_online_payment(work, payment_no=event.payment_no, refund_no=payout.payout_no, amount=payout.amount)
    except (NotFound, Refused) as refused:
        code = refused.refusals[0].code if isinstance(refused, Refused) else "payment_to_refund_unknown"
        settle_payout(Result(payout.payout_no, PayoutOutcome.FAILED, None, work.now, text_of(code, ZH)), work)


def settle_refunded_payout(event: RefundSettled, work: Work) -> None:
    """A refund has its answer. Refunds that no withdrawal ordered are none of ours."""
    outcome = PayoutOutcome.ARRIVED if event.succeeded else PayoutOutcome.FAILED
    settle_payout(Result(event.refund_no, outcome, None, event.arrived_at or work.now, event.reason), work)
