"""Ordering a payout from whoever pays it, and asking again where no answer came.

The order leaves as an event of the approval's transaction: a provider's refund is then asked for by a consumer of ours, a transfer by the
vendor's bank, which answers by its webhook. Whoever is asked again gets the same number and pays once.

OPEN in the guide: when to ask again. On the day after the one by which it should have been paid, and every day from then on.
"""

from __future__ import annotations

from datetime import date

from partner_center.funds.withdrawal.events import BankTransferOrdered, RefundOrdered
from partner_center.funds.withdrawal.routes import PaidBy
from partner_center.funds.withdrawal.withdrawal import PayoutStatus, WithdrawalPayout, payout_key
from partner_center.kernel import clock
from partner_center.kernel.errors import Broken
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


def order_payout(payout: WithdrawalPayout, work: Work) -> None:
    """Order a payment of an application that was approved just now."""
    payout.status, payout.ordered_at = PayoutStatus.ORDERED, work.now
    payout.expect_by(clock.business_date(work.now))
    _tell(payout, work)


def _tell(payout: WithdrawalPayout, work: Work) -> None:
    overdue = clock.start_of(date.fromisoformat(str(payout.expected_on)) + clock.DAY)
    payout.ask_at = max(overdue, work.now + clock.DAY)
    work.change(payout)
    work.emit(_refund(payout) if payout.paid_by is PaidBy.PROVIDER else _transfer(payout))


def _refund(payout: WithdrawalPayout) -> RefundOrdered:
    if payout.payment_no is None:
        raise Broken(f"{payout.payout_no}: a provider refunds only what was paid through it")
    (part,) = payout.each_part()
    return RefundOrdered(
        partner_id=payout.partner_id,
        withdrawal_no=payout.withdrawal_no,
        payout_no=payout.payout_no,
        channel=part.channel,
        payment_no=payout.payment_no,
        amount=payout.amount,
    )


def _transfer(payout: WithdrawalPayout) -> BankTransferOrdered:
    return BankTransferOrdered(
        partner_id=payout.partner_id,
        withdrawal_no=payout.withdrawal_no,
        payout_no=payout.payout_no,
        amount=payout.amount,
        external_flow_no=payout.bank_flow_no,
        account_holder=payout.account_holder,
        bank=payout.bank,
        bank_location=payout.bank_location,
        branch=payout.branch,
        bank_account_no=payout.bank_account_no,
        expected_on=date.fromisoformat(str(payout.expected_on)),
        asked_again=int(payout.times_asked),
    )


def ask_about_payouts(run: Run) -> None:
    """Order again what has no answer in time. Who took the order before knows its number and tells what came of it."""

    def ask(due: WithdrawalPayout, work: Work) -> bool:
        payout = work.get(payout_key(due.payout_no))
        if payout.status is not PayoutStatus.ORDERED or payout.ask_at is None or payout.ask_at > work.now:
            return False
        payout.times_asked = int(payout.times_asked) + 1
        _tell(payout, work)
        return True

    run.each(run.due(WithdrawalPayout), ask)
