"""Incentive bills and their details: what a month's performance of one association type earned (10.7.3.2, 10.7.3.3, 10.7.4.2).

A bill runs through reconciliation (`status`) and, once the vendor approved it, through payout (`payout_status`). OPEN (10.7.3.3): it may
be applied for from approval on and is paid out when its payout is.
"""

from __future__ import annotations

from datetime import datetime

from partner_center.customers import AssociationType
from partner_center.incentives.method import IncentiveGroup, PayoutStatus
from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.kernel.workflow import PARTNER, SYSTEM, VENDOR, Workflow, step
from partner_center.platform.table import Choice, Exact, Flag, Instant, Key, MoneyAttribute, Place, Record, Text


class IncentiveBillStatus(Labelled):
    """Reconciliation (10.7.3.3). `rejected` is ours: back with the vendor for correction (10.7.3.2 OPEN)."""

    PENDING_CONFIRMATION = "pending_confirmation", "待确认", "Pending confirmation"
    IN_PAYOUT = "in_payout", "发放中", "In payout"
    PAID_OUT = "paid_out", "发放成功", "Paid out"
    REJECTED = "rejected", "已驳回", "Rejected"


RECONCILIATION = Workflow(
    step("confirm", [IncentiveBillStatus.PENDING_CONFIRMATION], IncentiveBillStatus.IN_PAYOUT, [PARTNER], "10.7.3.3/r2"),
    step("reject", [IncentiveBillStatus.PENDING_CONFIRMATION], IncentiveBillStatus.REJECTED, [PARTNER], "10.7.3.3/r2"),
    step("approve", [IncentiveBillStatus.IN_PAYOUT], IncentiveBillStatus.IN_PAYOUT, [VENDOR], "10.7.3.3/r3"),
    step("pay_out", [IncentiveBillStatus.IN_PAYOUT], IncentiveBillStatus.PAID_OUT, [PARTNER, SYSTEM], "10.7.3.3/r4"),
)

AUTO_PAYOUT, EXPIRY = "incentive_auto_payout", "incentive_expiry"  # what a bill waits for in the due index


class IncentiveBill(Record, kind="incentive_bill"):
    """One month's incentive of one association type. `incentive_amount` in CNY cents, negative when refunds outweigh.

    `payable_amount` is what may be applied for now (10.7.4.2/r8). `waits_for`/`due_at` is the next date at which the system acts on it.
    """

    PLACE = Place("partner/{partner_id}/incentive_bill", "{incentive_bill_id}")
    OWNER = Place("partner/{payable_to}/payable_incentive", "{incentive_bill_id}")
    DUE = Place("{waits_for}", "{due_at}/{incentive_bill_id}")

    partner_id = Text()
    incentive_bill_id = Text()
    billing_period = Text()
    reconciliation_period = Text()
    association_type = Choice(AssociationType)
    is_new_resale = Flag()
    name_zh = Text()
    name_en = Text()
    explanation_zh = Text()
    explanation_en = Text()
    incentive_amount = MoneyAttribute()
    payable_amount = MoneyAttribute()
    status = Choice(IncentiveBillStatus)
    payout_status = Choice(PayoutStatus, null=True)
    payout_no = Text(null=True)
    generated_at = Instant()
    valid_until = Instant()
    waits_for = Text(null=True)
    due_at = Instant(null=True)
    decided_at = Instant(null=True)  # confirmed or rejected by the partner
    reject_reason = Text(null=True)
    approved_at = Instant(null=True)

    @property
    def is_payable(self) -> bool:
        """Open for application: approved, not applied for, not lapsed."""
        return self.payout_status is PayoutStatus.PENDING_APPLICATION

    @property
    def payable_to(self) -> str | None:
        """The partner while the bill is open for application."""
        return self.partner_id if self.is_payable else None

    @property
    def group(self) -> IncentiveGroup:
        """By which methods it may be paid (10.7.4.2/r28, r29)."""
        return IncentiveGroup.NEW_RESALE if self.is_new_resale else IncentiveGroup.CONSULTATIVE_AND_FORMER_RESALE

    def refuses_approval(self) -> Refusal | None:
        """A bill is approved once."""
        if self.approved_at is not None:
            return Refusal.because("incentive_already_approved", "10.7.3.3/r3", approved_at=self.approved_at)
        return None

    def refuses_application(self, now: datetime) -> Refusal | None:
        """Open bills only, positive ones before their expiry (10.7.4.2/r9, r24)."""
        if not self.is_payable:
            return Refusal.because(
                "incentive_not_payable",
                "10.7.4.2/r9",
                incentive_bill_id=self.incentive_bill_id,
                status=self.status,
                payout_status=self.payout_status,
            )
        if self.has_lapsed(now):
            return Refusal.because("incentive_lapsed", "10.7.4.2/r24", deadline=self.valid_until, incentive_bill_id=self.incentive_bill_id)
        return None

    def has_lapsed(self, now: datetime) -> bool:
        """A positive incentive that was not applied for by its expiry; a negative one stays (10.7.4.2/r23, r24)."""
        return now >= self.valid_until and not self.incentive_amount.is_negative

    def approve(self, now: datetime) -> None:
        """Open it for application; a bill over nothing is done with."""
        self.approved_at = now
        if self.incentive_amount:
            self.payable_amount = self.incentive_amount
            self.payout_status = PayoutStatus.PENDING_APPLICATION
        else:
            self.status = RECONCILIATION.take("pay_out", self.status, SYSTEM)
            self.wait_for(None)

    def wait_for(self, what: str | None) -> None:
        """Let the next date be the automatic payout, the expiry, or none."""
        self.waits_for = what
        if what is None:
            self.due_at = None
        elif what == EXPIRY:
            self.due_at = self.valid_until

    def wait_for_expiry(self) -> None:
        """Wait for an application by hand or with the next period's, until it lapses; a negative one waits for ever."""
        self.wait_for(None if self.incentive_amount.is_negative else EXPIRY)

    def lapse(self) -> None:
        """It can no longer be applied for (10.7.4.2/r24)."""
        self.payout_status = PayoutStatus.EXPIRED
        self.payable_amount = Money.zero()
        self.wait_for(None)

    def go_into(self, payout_no: str, payout_status: PayoutStatus) -> None:
        """Become part of a payout."""
        if not self.is_payable:
            raise Broken(f"{self.incentive_bill_id} is not open for application")
        self.payout_no = payout_no
        self.payout_status = payout_status
        self.payable_amount = Money.zero()
        self.wait_for(None)
        if payout_status is PayoutStatus.PAID:
            self.status = RECONCILIATION.take("pay_out", self.status, SYSTEM)


class IncentiveDetail(Record, kind="incentive_detail"):
    """What one customer's use of one product earned in a month. `incentive_amount` in CNY at 8 decimals, `performance` exact."""

    PLACE = Place("partner/{partner_id}/incentive_bill/{incentive_bill_id}/detail", "{incentive_detail_id}")
    OWNER = Place("partner/{partner_id}/incentive_detail/{year}", "{billing_period}/{incentive_detail_id}")

    partner_id = Text()
    incentive_bill_id = Text()
    incentive_detail_id = Text()
    year = Text()
    billing_period = Text()
    reconciliation_period = Text()
    customer_id = Text()
    customer_name = Text(null=True)
    association_type = Choice(AssociationType)
    billing_mode = Text()
    product_type = Text()
    formed_at = Instant()
    matched_policy = Text()
    policy_name_zh = Text()
    policy_name_en = Text()
    rebate_ratio = Exact()
    performance = MoneyAttribute()
    incentive_amount = MoneyAttribute()


def reconciliation_period_of(billing_period: str) -> str:
    """How a month is written in reconciliation: `2024M7`."""
    return f"{billing_period[:4]}M{int(billing_period[5:])}"


def incentive_bill_id(partner_id: str, billing_period: str, association_type: AssociationType) -> str:
    """The id of a month's incentive bill; ids sort by month."""
    return ids.derived_id(f"IB{billing_period.replace('-', '')}", partner_id, billing_period, association_type.value)


def incentive_bill_key(partner_id: str, bill_id: str) -> Key[IncentiveBill]:
    """Where an incentive bill lies."""
    return IncentiveBill.key(partner_id=partner_id, incentive_bill_id=bill_id)


def keys_of_period(partner_id: str, billing_period: str) -> list[Key[IncentiveBill]]:
    """Where all incentive bills of a month lie."""
    return [incentive_bill_key(partner_id, incentive_bill_id(partner_id, billing_period, each)) for each in AssociationType]


def end_of_period(billing_period: str) -> datetime:
    """The last second of a month, Beijing time."""
    return clock.end_of(clock.first_day(clock.shifted(billing_period, 1)) - clock.DAY)
