"""What came of a payout: the money arrived, the payment failed, or the money came back (10.6.3.5.1/receive_payout_result).

    being paid → arrived          the application's money leaves the books
    being paid → failed, returned what the application held goes back to the top-up account
    arrived    → returned         what came back from outside is credited, once

Everything else changes nothing: a result told before, or one that contradicts what is booked. The latter is told to vendor finance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from partner_center.funds.accounts import FundAccount, FundAccountType, Wallet
from partner_center.funds.events import BankNoticeUnclear, Unclear
from partner_center.funds.withdrawal.contracts import PayoutOutcome, PayoutResult
from partner_center.funds.withdrawal.events import (
    PayoutContradicted,
    PayoutResultReceived,
    WithdrawalArrived,
    WithdrawalPaymentFailed,
)
from partner_center.funds.withdrawal.giving_back import OUTSIDE, release, restore_flows, take_in_again
from partner_center.funds.withdrawal.withdrawal import (
    PayoutStatus,
    Withdrawal,
    WithdrawalPayout,
    payout_key,
    withdrawal_key,
)
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.observe import logger
from partner_center.platform.work import Work

_SAME = {
    PayoutOutcome.ARRIVED: {PayoutStatus.ARRIVED, PayoutStatus.RETURNED},  # a late notice of what came back meanwhile
    PayoutOutcome.FAILED: {PayoutStatus.FAILED, PayoutStatus.RETURNED},
    PayoutOutcome.RETURNED: {PayoutStatus.RETURNED, PayoutStatus.FAILED},
}


@dataclass(frozen=True)
class Result:
    """One word on a payout. amount: what was paid by it, None where the teller names none."""

    payout_no: str
    outcome: PayoutOutcome
    amount: Money | None
    at: datetime
    reason: str | None


def receive_payout_result(notice: PayoutResult, work: Work) -> str | None:
    """Take the bank's word on a payout; a consumer carries it out. Of one that nobody ordered vendor finance is told."""
    payout = work.get(payout_key(notice.payout_no), or_none=True)
    if payout is None:
        logger.error("a result of an unknown payout", extra={"payout_no": notice.payout_no})
        unclear = BankNoticeUnclear(
            partner_id="", why=Unclear.UNKNOWN_PAYOUT, number=notice.payout_no, amount=notice.amount, told_at=work.now
        )
        work.emit(unclear)
        return Unclear.UNKNOWN_PAYOUT.value
    work.emit(
        PayoutResultReceived(
            partner_id=payout.partner_id,
            payout_no=payout.payout_no,
            outcome=notice.outcome,
            amount=notice.amount,
            occurred_at=notice.occurred_at,
            reason=notice.reason,
        )
    )
    return None


def settle_bank_payout(event: PayoutResultReceived, work: Work) -> None:
    """Carry the bank's word out."""
    settle_payout(Result(event.payout_no, event.outcome, event.amount, event.occurred_at, event.reason), work)


def settle_payout(result: Result, work: Work) -> PayoutStatus | None:
    """Let a result have its effect once; answers the payout's status, None for a payout that is none of ours."""
    payout = work.get(payout_key(result.payout_no), or_none=True)
    if payout is None:
        return None
    if why := _contradicts(payout, result):
        _tell_contradiction(payout, result, work, why)
        return payout.status
    if payout.status in _SAME[result.outcome]:
        logger.info("told before", extra={"payout_no": payout.payout_no, "outcome": result.outcome.value})
        return payout.status
    is_first = payout.status is PayoutStatus.ORDERED
    withdrawal, top_up, wallet = work.look(
        withdrawal_key(payout.partner_id, payout.withdrawal_no),
        FundAccount.key(partner_id=payout.partner_id, account_type=FundAccountType.TOP_UP),
        Wallet.key(partner_id=payout.partner_id),
    )
    if result.outcome is PayoutOutcome.ARRIVED:
        _arrive(withdrawal, payout, top_up, result, work)
    else:
        _come_back(withdrawal, payout, top_up, wallet, result, work)
    work.change(withdrawal)
    if not withdrawal.outstanding:
        _conclude(withdrawal, work, tell=is_first)
    return payout.status


def _contradicts(payout: WithdrawalPayout, result: Result) -> str | None:
    """Why a result cannot be true beside what is booked; None where it can, or was told before."""
    if payout.status in {PayoutStatus.HELD, PayoutStatus.RELEASED}:
        return "not_ordered"
    if result.amount is not None and result.amount != payout.amount:
        return "another_amount"
    if payout.status in _SAME[result.outcome] or payout.status is PayoutStatus.ORDERED:
        return None
    return None if payout.status is PayoutStatus.ARRIVED and result.outcome is PayoutOutcome.RETURNED else "settled_otherwise"


def _tell_contradiction(payout: WithdrawalPayout, result: Result, work: Work, why: str) -> None:
    logger.error("a payout's result contradicts the books", extra={"payout_no": payout.payout_no, "why": why})
    work.emit(
        PayoutContradicted(
            partner_id=payout.partner_id,
            withdrawal_no=payout.withdrawal_no,
            payout_no=payout.payout_no,
            booked=payout.status.value,
            told=result.outcome,
            booked_amount=payout.amount,
            told_amount=result.amount,
            told_at=result.at,
        )
    )


def _arrive(withdrawal: Withdrawal, payout: WithdrawalPayout, top_up: FundAccount, result: Result, work: Work) -> None:
    outside = Clearing(OUTSIDE, payout.partner_id)
    work.move(Movement.WITHDRAWAL, (withdrawal, -payout.amount), (outside, payout.amount), reference=payout.withdrawal_no)
    work.count(top_up, frozen=-payout.amount)
    withdrawal.arrived_amount = withdrawal.arrived_amount + payout.amount
    withdrawal.outstanding = int(withdrawal.outstanding) - 1
    withdrawal.actual_arrival_at = max(result.at, withdrawal.actual_arrival_at or result.at)
    payout.arrived_at = result.at
    end_payout(payout, PayoutStatus.ARRIVED, None, work)


def _come_back(
    withdrawal: Withdrawal, payout: WithdrawalPayout, top_up: FundAccount, wallet: Wallet | None, result: Result, work: Work
) -> None:
    if payout.status is PayoutStatus.ARRIVED:
        take_in_again(work, withdrawal, top_up, wallet, payout.amount)
    else:
        release(work, withdrawal, top_up, wallet, payout.amount)
        withdrawal.outstanding = int(withdrawal.outstanding) - 1
    parts = payout.each_part()
    restore_flows(work, work.read(*(part.key for part in parts)), parts, card_only=bool(payout.is_original_route))
    status = PayoutStatus.RETURNED if result.outcome is PayoutOutcome.RETURNED else PayoutStatus.FAILED
    end_payout(payout, status, result.reason, work)
    work.emit(
        WithdrawalPaymentFailed(
            partner_id=payout.partner_id,
            withdrawal_no=payout.withdrawal_no,
            payout_no=payout.payout_no,
            route=withdrawal.route,
            amount=payout.amount,
            failed_at=result.at,
            reason=result.reason,
        )
    )


def end_payout(payout: WithdrawalPayout, status: PayoutStatus, reason: str | None, work: Work) -> None:
    """It has its answer: nobody is asked about it any more."""
    payout.status, payout.reason, payout.ended_at, payout.ask_at = status, reason, work.now, None
    work.change(payout)


def _conclude(withdrawal: Withdrawal, work: Work, *, tell: bool) -> None:
    """Every payment has its answer: the application arrived as far as they did, or failed where nothing did."""
    if not withdrawal.arrived_amount:
        withdrawal.take("fail", work.caller.actor)
        withdrawal.actual_arrival_at = None
    elif tell:
        tell_of_arrival(withdrawal, work)


def tell_of_arrival(withdrawal: Withdrawal, work: Work) -> None:
    """How much of an application has arrived."""
    if withdrawal.actual_arrival_at is None:
        return
    work.emit(
        WithdrawalArrived(
            partner_id=withdrawal.partner_id,
            withdrawal_no=withdrawal.withdrawal_no,
            route=withdrawal.route,
            amount=withdrawal.amount,
            arrived_amount=withdrawal.arrived_amount,
            arrived_at=withdrawal.actual_arrival_at,
        )
    )
