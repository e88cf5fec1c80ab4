"""Vendor finance books what became of a payout whose result contradicted the books, once the bank has cleared it.

    failed, returned → arrived    the bank had paid after all: what was given back leaves the top-up account again
    arrived → returned            the money came back, and the bank told it otherwise or not at all

OPEN in the guide. A result alone moves nothing then (settling.py): the money may have been spent, or the bank may be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partner_center.funds.accounts import FundAccount, FundAccountType
from partner_center.funds.top_up import TopUp
from partner_center.funds.withdrawal.contracts import CorrectPayout, PayoutCorrected, PayoutOutcome
from partner_center.funds.withdrawal.giving_back import OUTSIDE, hold_again
from partner_center.funds.withdrawal.routes import Route
from partner_center.funds.withdrawal.settling import Result, end_payout, settle_payout, tell_of_arrival
from partner_center.funds.withdrawal.withdrawal import (
    Part,
    PayoutStatus,
    Withdrawal,
    WithdrawalPayout,
    WithdrawalStatus,
    payout_key,
    withdrawal_key,
)
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.work import Work

_CORRECTED = {
    PayoutOutcome.ARRIVED: {PayoutStatus.FAILED, PayoutStatus.RETURNED},
    PayoutOutcome.RETURNED: {PayoutStatus.ARRIVED},
}


def correct_payout(request: CorrectPayout, work: Work) -> PayoutCorrected:
    """Book the outcome that the bank confirmed, with a note.

    Raises NotFound; Refused payout_stands_otherwise, and where what was given back is not there any more: balance_does_not_cover,
    flow_does_not_cover.
    """
    payout = work.get(payout_key(request.payout_no))
    work.require(refuses_correction(payout, request.outcome))
    result = Result(payout.payout_no, request.outcome, None, request.occurred_at, request.note)
    if request.outcome is PayoutOutcome.RETURNED:
        settle_payout(result, work)
    else:
        _arrive_after_all(payout, result, work)
    return PayoutCorrected(payout_no=payout.payout_no, withdrawal_no=payout.withdrawal_no, amount=payout.amount, status=payout.status)


def refuses_correction(payout: WithdrawalPayout, outcome: PayoutOutcome) -> Refusal | None:
    """Only what ended, and otherwise than was booked."""
    if payout.status in _CORRECTED.get(outcome, ()):
        return None
    return Refusal.because("payout_stands_otherwise", status=payout.status, outcome=outcome)


def _arrive_after_all(payout: WithdrawalPayout, result: Result, work: Work) -> None:
    parts = payout.each_part()
    withdrawal, top_up, *flows = work.read(
        withdrawal_key(payout.partner_id, payout.withdrawal_no),
        FundAccount.key(partner_id=payout.partner_id, account_type=FundAccountType.TOP_UP),
        *(part.key for part in parts),
    )
    work.require(refuses_uncovered(top_up, flows, parts, payout.amount))
    outside = Clearing(OUTSIDE, payout.partner_id)
    rebates = min(payout.amount, top_up.rebate_part) if withdrawal.route is Route.INCENTIVE_REBATE else Money.zero()
    work.count(top_up, rebates=-rebates)
    work.move(Movement.WITHDRAWAL, (top_up, -payout.amount), (outside, payout.amount), reference=payout.withdrawal_no, remark=result.reason)
    hold_again(work, flows, parts, card_only=bool(payout.is_original_route))
    payout.arrived_at = result.at
    end_payout(payout, PayoutStatus.ARRIVED, result.reason, work)
    _count_in(withdrawal, payout.amount, result, work)


def _count_in(withdrawal: Withdrawal, amount: Money, result: Result, work: Work) -> None:
    withdrawal.arrived_amount = withdrawal.arrived_amount + amount
    withdrawal.given_back = withdrawal.given_back - amount
    withdrawal.actual_arrival_at = max(result.at, withdrawal.actual_arrival_at or result.at)
    if withdrawal.status is WithdrawalStatus.PAYMENT_FAILED:
        withdrawal.take("correct", work.caller.actor)
    work.change(withdrawal)
    tell_of_arrival(withdrawal, work)


def refuses_uncovered(top_up: FundAccount, flows: Sequence[TopUp], parts: Sequence[Part], amount: Money) -> Refusal | None:
    """What was given back must still be there, on the account and on the flows."""
    if amount > top_up.balance:
        return Refusal.because("balance_does_not_cover", way_out="settle_with_the_partner", amount=amount, balance=top_up.balance)
    for flow, part in zip(flows, parts, strict=True):
        if part.amount > flow.remaining:
            facts: dict[str, Any] = {"channel": flow.channel, "external_flow_no": flow.external_flow_no}
            facts |= {"amount": part.amount, "available": flow.remaining}
            return Refusal.because("flow_does_not_cover", way_out="settle_with_the_partner", **facts)
    return None
