"""Vendor finance decides applications at the review desk: approved, they are paid; rejected, everything goes back (10.6.3.5.1).

OPEN in the guide: until when finance decides. Here 3 working days, after which the desk calls the review overdue.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from partner_center.funds.accounts import FundAccount, FundAccountType, Wallet
from partner_center.funds.remittances.payer import verified_name
from partner_center.funds.withdrawal.events import WithdrawalApproved, WithdrawalRejected
from partner_center.funds.withdrawal.giving_back import release, restore_flows
from partner_center.funds.withdrawal.ordering import order_payout
from partner_center.funds.withdrawal.withdrawal import (
    PayoutStatus,
    Withdrawal,
    WithdrawalDesk,
    WithdrawalPayout,
    flows_of,
    payout_keys,
    withdrawal_key,
)
from partner_center.kernel.labels import Label
from partner_center.kernel.money import Money
from partner_center.partners import Partner
from partner_center.platform.contracts import masked
from partner_center.platform.work import Work
from partner_center.reviews import Decision, ReviewKind, Ruling, open_review


def open_withdrawal_review(
    work: Work, withdrawal: Withdrawal, payouts: Sequence[WithdrawalPayout], partner: Partner, formula: dict[str, Money]
) -> None:
    """An application waits for vendor finance, with what it was admitted on."""
    open_review(
        work,
        WITHDRAWAL_REVIEW,
        withdrawal.withdrawal_no,
        partner_id=withdrawal.partner_id,
        title=f"{withdrawal.route.label.zh} {withdrawal.amount.plain}",
        facts={
            "route": {"zh": withdrawal.route.label.zh, "en": withdrawal.route.label.en},
            "amount": withdrawal.amount.as_json(),
            "verified_entity": verified_name(partner),
            "contracting_entity": str(partner.contracting_entity),
            "account_holder": withdrawal.account_holder,
            "bank": withdrawal.bank,
            "bank_location": withdrawal.bank_location,
            "branch": withdrawal.branch,
            "bank_account_no": masked(withdrawal.bank_account_no),
            "before": {name: amount.as_json() for name, amount in formula.items()},
            "flows": [
                {"channel": part.channel.value, "external_flow_no": part.external_flow_no, "amount": part.amount.as_json()}
                for _, part in flows_of(payouts)
            ],
        },
    )


def decide_withdrawal(ruling: Ruling, work: Work) -> dict[str, Any]:
    """Approve or reject an application. Raises NotFound; Refused illegal_transition."""
    partner_id = ruling.partner_id or ""
    withdrawal = work.get(withdrawal_key(partner_id, ruling.subject_id))
    desk, *payouts = work.read(WithdrawalDesk.key(partner_id=partner_id), *payout_keys(withdrawal))
    withdrawal.take("approve" if ruling.decision is Decision.APPROVED else "reject", work.caller.actor)
    withdrawal.decided_at, withdrawal.reason = work.now, ruling.reason
    work.change(withdrawal)
    desk.in_process = None
    work.change(desk)
    if ruling.decision is Decision.APPROVED:
        _approve(withdrawal, payouts, work)
    else:
        _reject(withdrawal, payouts, work)
    return {"status": withdrawal.status.value, "expected_on": withdrawal.expected_on}


def _approve(withdrawal: Withdrawal, payouts: list[WithdrawalPayout], work: Work) -> None:
    for payout in payouts:
        order_payout(payout, work)
    withdrawal.expected_on = max(str(payout.expected_on) for payout in payouts)
    work.emit(
        WithdrawalApproved(
            partner_id=withdrawal.partner_id,
            withdrawal_no=withdrawal.withdrawal_no,
            route=withdrawal.route,
            amount=withdrawal.amount,
            approved_at=work.now,
            expected_on=date.fromisoformat(withdrawal.expected_on),
        )
    )


def _reject(withdrawal: Withdrawal, payouts: list[WithdrawalPayout], work: Work) -> None:
    parts = [part for _, part in flows_of(payouts)]
    account = FundAccount.key(partner_id=withdrawal.partner_id, account_type=FundAccountType.TOP_UP)
    wallet, top_up, *flows = work.look(Wallet.key(partner_id=withdrawal.partner_id), account, *(part.key for part in parts))
    release(work, withdrawal, top_up, wallet, withdrawal.amount)
    restore_flows(work, flows, parts, card_only=False)
    for payout in payouts:
        payout.status, payout.ended_at = PayoutStatus.RELEASED, work.now
    work.change(*payouts)
    withdrawal.outstanding = 0
    work.emit(
        WithdrawalRejected(
            partner_id=withdrawal.partner_id,
            withdrawal_no=withdrawal.withdrawal_no,
            route=withdrawal.route,
            amount=withdrawal.amount,
            rejected_at=work.now,
            reason=withdrawal.reason,
        )
    )


WITHDRAWAL_REVIEW = ReviewKind(
    "funds.withdrawal",
    Label("提现审核", "Review of a withdrawal"),
    duty="funds.review_withdrawals",
    rule="10.6.3.5.1/r3",
    working_days=3,
    decide=decide_withdrawal,
)
