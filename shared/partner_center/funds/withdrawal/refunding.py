"""Paying back by a payment provider: the refund is asked for behind the approval, and its end is told by `funds.refund_settled`.

The refund's number is the payout's, so that a repetition is the same refund, to us and to the provider. Where the payment cannot be
refunded at all, the payout has failed.
"""

from __future__ import annotations

from partner_center.funds.online.events import RefundSettled
from partner_center.funds.online.refunding import refund_online_payment
from partner_center.funds.withdrawal.contracts import PayoutOutcome
from partner_center.funds.withdrawal.events import RefundOrdered
from partner_center.funds.withdrawal.settling import Result, settle_payout
from partner_center.funds.withdrawal.withdrawal import PayoutStatus, payout_key
from partner_center.kernel.errors import NotFound, Refused
from partner_center.platform.work import Work


def refund_by_provider(event: RefundOrdered, work: Work) -> None:
    """Have a payment refunded under the payout's number, unless the payout has its answer already."""
    payout = work.get(payout_key(event.payout_no))
    if payout.status is not PayoutStatus.ORDERED:
        return
    try:
        refund_online_payment(work, payment_no=event.payment_no, refund_no=payout.payout_no, amount=payout.amount)
    except (NotFound, Refused) as refused:
        reason = refused.refusals[0].code if isinstance(refused, Refused) else "payment_not_found"
        settle_payout(Result(payout.payout_no, PayoutOutcome.FAILED, None, work.now, reason), work)


def settle_refunded_payout(event: RefundSettled, work: Work) -> None:
    """A refund has its answer. Refunds that no withdrawal ordered are none of ours."""
    outcome = PayoutOutcome.ARRIVED if event.succeeded else PayoutOutcome.FAILED
    settle_payout(Result(event.refund_no, outcome, None, event.arrived_at or work.now, event.reason), work)
