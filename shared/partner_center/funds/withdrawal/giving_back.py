"""What of a withdrawal comes back: all of it with a rejection, a payment's part where that failed or was returned."""

from __future__ import annotations

from collections.abc import Sequence

from partner_center.funds.accounts import FundAccount, Wallet, set_rebates_apart
from partner_center.funds.top_up import TopUp
from partner_center.funds.withdrawal.routes import Route
from partner_center.funds.withdrawal.withdrawal import Part, Withdrawal
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.work import Work

NOTHING = Money.zero()


def release(work: Work, withdrawal: Withdrawal, top_up: FundAccount, wallet: Wallet | None, amount: Money) -> None:
    """Move what the application holds back to the top-up account; rebates stay rebates."""
    no = withdrawal.withdrawal_no
    set_rebates_apart(work, top_up, wallet)
    work.move(Movement.WITHDRAWAL_RELEASE, (withdrawal, -amount), (top_up, amount), reference=no)
    work.count(top_up, frozen=-amount, rebates=_rebates(withdrawal, amount))
    withdrawal.given_back = withdrawal.given_back + amount


def take_in_again(work: Work, withdrawal: Withdrawal, top_up: FundAccount, wallet: Wallet | None, amount: Money) -> None:
    """Credit what had arrived and came back from outside."""
    no, outside = withdrawal.withdrawal_no, Clearing(OUTSIDE, withdrawal.partner_id)
    set_rebates_apart(work, top_up, wallet)
    work.move(Movement.WITHDRAWAL_RETURN, (outside, -amount), (top_up, amount), reference=no)
    work.count(top_up, rebates=_rebates(withdrawal, amount))
    withdrawal.arrived_amount = withdrawal.arrived_amount - amount
    withdrawal.given_back = withdrawal.given_back + amount
    work.change(withdrawal)


def restore_flows(work: Work, flows: Sequence[TopUp], parts: Sequence[Part], *, card_only: bool) -> None:
    """Give the flows back what was taken of them; card_only: the original route is closed to it from now on (10.6.3.5.2/r1)."""
    for flow, part in zip(flows, parts, strict=True):
        flow.withdrawn = flow.withdrawn - part.amount
        flow.card_only = flow.card_only + (part.amount if card_only else part.from_card_only)
    work.change(*flows)


def hold_again(work: Work, flows: Sequence[TopUp], parts: Sequence[Part], *, card_only: bool) -> None:
    """Take from the flows again what was restored to them."""
    for flow, part in zip(flows, parts, strict=True):
        flow.withdrawn = flow.withdrawn + part.amount
        restored = part.amount if card_only else part.from_card_only
        flow.card_only = min(flow.remaining, flow.card_only - min(flow.card_only, restored))
    work.change(*flows)


OUTSIDE = "withdrawals"  # the clearing account of what was paid out


def _rebates(withdrawal: Withdrawal, amount: Money) -> Money:
    return amount if withdrawal.route is Route.INCENTIVE_REBATE else NOTHING
