"""An application for withdrawal, and the payouts by which it is paid (10.6.3.5, entity withdrawal). Amounts in CNY.

Both lie apart: the application with its partner, its payouts under its number, so that a bank or provider that knows a payout's number
finds it. An application by the original route has one payout for each flow that goes back, the others have one for all of them.

What is applied for leaves the top-up account at once and lies on the application (its `balance`) until it is paid or comes back. Statuses
are the source's; OPEN there: after the arrival the status stays 已发起打款, an arrival time is filled in; 打款失败 stands where nothing
arrived at all. Where a part of several payouts failed, the payouts say which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from partner_center.funds.top_up import TopUp, TopUpChannel, top_up_key
from partner_center.funds.withdrawal.routes import PaidBy, Route
from partner_center.kernel import clock, ids
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Actor
from partner_center.kernel.workflow import PARTNER, SYSTEM, VENDOR, Workflow, step
from partner_center.platform.ledger import Account
from partner_center.platform.table import Choice, Data, Flag, Instant, Key, MoneyAttribute, Place, Record, Text, Whole


class WithdrawalStatus(Labelled):
    """The states of an application."""

    REVIEWING = "reviewing", "审核中", "In review"
    PAYMENT_INITIATED = "payment_initiated", "已发起打款", "Payment initiated"
    REJECTED = "rejected", "已驳回", "Rejected"
    PAYMENT_FAILED = "payment_failed", "打款失败", "Payment failed"
    DELETED = "deleted", "已删除", "Deleted"


class WithdrawalShelf(Labelled):
    """The two tabs: what waits for its review, and what does not any more (10.6.3.5.4/r3). What was deleted is in none."""

    IN_PROGRESS = "in_progress", "提现中", "In progress"
    COMPLETED = "completed", "提现完成", "Completed"
    DELETED = "deleted", "已删除", "Deleted"


WITHDRAWAL_FLOW: Workflow[WithdrawalStatus] = Workflow(
    step("approve", [WithdrawalStatus.REVIEWING], WithdrawalStatus.PAYMENT_INITIATED, [VENDOR]),
    step("reject", [WithdrawalStatus.REVIEWING], WithdrawalStatus.REJECTED, [VENDOR]),
    step("fail", [WithdrawalStatus.PAYMENT_INITIATED], WithdrawalStatus.PAYMENT_FAILED, [SYSTEM, VENDOR]),
    step("correct", [WithdrawalStatus.PAYMENT_FAILED], WithdrawalStatus.PAYMENT_INITIATED, [VENDOR]),
    step("delete", [WithdrawalStatus.REJECTED], WithdrawalStatus.DELETED, [PARTNER], rule="10.6.3.5.4/r2"),
)


class PayoutStatus(Labelled):
    """The states of one payment."""

    HELD = "held", "待审核", "Awaiting the review"
    ORDERED = "ordered", "打款中", "Being paid"
    ARRIVED = "arrived", "已到账", "Arrived"
    FAILED = "failed", "打款失败", "Failed"
    RETURNED = "returned", "已退回", "Came back after it had arrived"
    RELEASED = "released", "已释放", "Given back by the rejection"


class Withdrawal(Account, kind="withdrawal"):
    """One application. `balance` is what it still holds of the partner's money; amount = balance + arrived + given back.

    Account number and holder leave masked and stay out of the audit trail. `outstanding` counts the payouts without an answer.
    """

    PLACE = Place("partner/{partner_id}/withdrawal", "{withdrawal_no}")
    OWNER = Place("partner/{partner_id}/withdrawal/{shelf}", "{applied_at}/{withdrawal_no}")
    SECRET = ("account_holder", "bank_account_no")

    partner_id = Text()
    withdrawal_no = Text()
    route = Choice(Route)
    status = Choice(WithdrawalStatus, default=WithdrawalStatus.REVIEWING)
    amount = MoneyAttribute()
    arrived_amount = MoneyAttribute(default=Money.zero)
    given_back = MoneyAttribute(default=Money.zero)
    payouts = Whole()
    outstanding = Whole()
    account_holder = Text(null=True)
    bank = Text(null=True)
    bank_location = Text(null=True)
    branch = Text(null=True)
    bank_account_no = Text(null=True)
    applied_at = Instant()
    applicant = Text()
    decided_at = Instant(null=True)
    reason = Text(null=True)
    expected_on = Text(null=True)  # Beijing date by which all of it should have arrived
    actual_arrival_at = Instant(null=True)

    @property
    def shelf(self) -> str:
        """The tab in which it is listed."""
        shelves = {WithdrawalStatus.REVIEWING: WithdrawalShelf.IN_PROGRESS, WithdrawalStatus.DELETED: WithdrawalShelf.DELETED}
        return shelves.get(self.status, WithdrawalShelf.COMPLETED).value

    @property
    def operations(self) -> list[str]:
        """What the list offers beside the detail: only what was rejected can be deleted (10.6.3.5.4/r2)."""
        return ["delete"] if self.status is WithdrawalStatus.REJECTED else []

    def take(self, step_name: str, actor: Actor) -> None:
        """Take a step of the workflow. Raises Refused illegal_transition."""
        self.status = WITHDRAWAL_FLOW.take(step_name, self.status, actor)


@dataclass(frozen=True)
class Part:
    """What an application takes of one flow. from_card_only: how much of that had lost the original route before."""

    channel: TopUpChannel
    external_flow_no: str
    amount: Money
    from_card_only: Money

    def as_data(self) -> dict[str, str]:
        """As the payout keeps it; amounts are decimal texts."""
        return {
            "channel": self.channel.value,
            "external_flow_no": self.external_flow_no,
            "amount": self.amount.plain,
            "from_card_only": self.from_card_only.plain,
        }

    @classmethod
    def of(cls, data: dict[str, str]) -> Part:
        """From what a payout keeps."""
        amounts = Money.of(data["amount"]), Money.of(data["from_card_only"])
        return cls(TopUpChannel(data["channel"]), data["external_flow_no"], *amounts)

    @property
    def key(self) -> Key[TopUp]:
        """The flow's address."""
        return top_up_key(self.channel, self.external_flow_no)


class WithdrawalPayout(Record, kind="withdrawal_payout"):
    """One payment of an application. Its number is the refund's or order's number with whoever pays it.

    parts: the flows that it pays back. ask_at: from when its payer is asked again; only while it is being paid. payment_no: our number of
    the online payment that a provider refunds; bank_flow_no: the bank's of the transfer that it sends back. The account is
    where a bank pays to, as far as it is known.
    """

    PLACE = Place("withdrawal/{withdrawal_no}", "{payout_no}")
    DUE = Place("withdrawal_payout_unanswered", "{ask_at}/{payout_no}")
    SECRET = ("account_holder", "bank_account_no")

    withdrawal_no = Text()
    payout_no = Text()
    partner_id = Text()
    paid_by = Choice(PaidBy)
    status = Choice(PayoutStatus, default=PayoutStatus.HELD)
    amount = MoneyAttribute()
    is_original_route = Flag()
    parts = Data()
    payment_no = Text(null=True)
    bank_flow_no = Text(null=True)
    account_holder = Text(null=True)
    bank = Text(null=True)
    bank_location = Text(null=True)
    branch = Text(null=True)
    bank_account_no = Text(null=True)
    working_days = Whole()
    expected_on = Text(null=True)
    ordered_at = Instant(null=True)
    ask_at = Instant(null=True)
    times_asked = Whole(default=0)
    arrived_at = Instant(null=True)
    ended_at = Instant(null=True)
    reason = Text(null=True)

    def each_part(self) -> list[Part]:
        """The flows that it pays back."""
        return [Part.of(part) for part in self.parts]

    def expect_by(self, approved_on: date) -> None:
        """Its service level, in working days after the approval (10.6.3.5.1/r3, 10.6.3.5.2/r3, 10.6.3.5.3/r1)."""
        self.expected_on = clock.working_days_later(approved_on, int(self.working_days)).isoformat()


def new_withdrawal_no(now: datetime) -> str:
    """A number of an application: `WD` and what sorts by time."""
    return ids.new_id("WD", now)


def payout_no_of(withdrawal_no: str, position: int) -> str:
    """The number of an application's payout: letters and digits alone, as the strictest provider wants it."""
    return f"{withdrawal_no}{position:02d}"


def withdrawal_key(partner_id: str, withdrawal_no: str) -> Key[Withdrawal]:
    """The address of an application."""
    return Withdrawal.key(partner_id=partner_id, withdrawal_no=withdrawal_no)


def payout_key(payout_no: str) -> Key[WithdrawalPayout]:
    """The address of a payout, by its number alone."""
    return WithdrawalPayout.key(withdrawal_no=payout_no[:-2] or "-", payout_no=payout_no)


def payout_keys(withdrawal: Withdrawal) -> list[Key[WithdrawalPayout]]:
    """The addresses of all payouts of an application."""
    return [payout_key(payout_no_of(withdrawal.withdrawal_no, position)) for position in range(1, int(withdrawal.payouts) + 1)]


def flows_of(payouts: Sequence[WithdrawalPayout]) -> Iterator[tuple[WithdrawalPayout, Part]]:
    """Every part of some payouts."""
    for payout in payouts:
        for part in payout.each_part():
            yield payout, part


class WithdrawalDesk(Record, kind="withdrawal_desk"):
    """A partner's one record of which application is in process: who applies changes it, so that of two one loses (10.6.3.5.1/r4)."""

    PLACE = Place("partner/{partner_id}/withdrawal_desk", "desk")

    partner_id = Text()
    in_process = Text(null=True)
