"""Paying back by a payment provider: the order goes to the provider's port, what came of it comes as `funds.refund_settled`.

The refund's number is the payout's, so that a repetition is the same refund to the provider: a consumer that dies after the call, or finds
the provider down, is simply run again.
"""

from __future__ import annotations

from typing import Any

from partner_center.funds.withdrawal.contracts import PayoutOutcome
from partner_center.funds.withdrawal.events import RefundOrdered
from partner_center.funds.withdrawal.settling import Result, settle_payout
from partner_center.funds.withdrawal.withdrawal import PayoutStatus, payout_key
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.platform.consumer import Told
from partner_center.platform.work import Work


def refund_by_provider(event: RefundOrdered, work: Work) -> None:
    """Ask the provider for a refund, unless the payout has its answer already. Raises Unavailable where the provider does not answer."""
    payout = work.get(payout_key(event.payout_no))
    if payout.status is not PayoutStatus.ORDERED:
        return
    refund(payout.payout_no, event.payment_no, payout.amount)
    payout.sent_at = work.now
    work.change(payout)


def settle_refund(told: Told) -> None:
    """A refund of ours has its answer. Refunds of other areas are none of ours."""
    data: dict[str, Any] = told.data
    outcome = PayoutOutcome.ARRIVED if data["succeeded"] else PayoutOutcome.FAILED
    at = clock.instant(data["arrived_at"]) if data.get("arrived_at") else told.happened.at
    amount = data.get("amount")
    result = Result(data["refund_no"], outcome, Money.of(amount["amount"]) if amount else None, at, data.get("reason"))
    told.once(lambda work: settle_payout(result, work))
