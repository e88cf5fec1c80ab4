"""Partners with incentives in every state, and what their payouts left behind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.billing import BillGenerated
from partner_center.coupons import CouponKind, CouponQuota
from partner_center.customers import AssociationType
from partner_center.funds.accounts import FundAccount
from partner_center.incentives.bill import (
    AUTO_PAYOUT,
    IncentiveBill,
    IncentiveBillStatus,
    IncentiveDetail,
    incentive_bill_id,
    incentive_bill_key,
)
from partner_center.incentives.generate import bill_of
from partner_center.incentives.method import PayoutStatus
from partner_center.incentives.payout import IncentivePayout
from partner_center.incentives.reviews import BILL_REVIEW, open_bill_review
from partner_center.invoicing import OwedInvoice
from partner_center.kernel import clock
from partner_center.kernel.money import Money, total
from partner_center.kernel.permissions import PartnerType, Role
from partner_center.partners import ContractingEntity, Partner
from partner_center.platform.ledger import LedgerEntry
from partner_center.platform.table import Record
from partner_center.platform.work import Origin, Work, carry_out
from tests.kit.billing import JOB, PERIOD, keep, stored
from tests.kit.reviews import decide, is_open
from tests.kit.world import partner_user, vendor_user

FINANCE, OPERATIONS = partner_user("P1", Role.PARTNER_FINANCE), vendor_user(Role.VENDOR_OPERATIONS)
AUTO, EXPIRE = "incentives.run_auto_payout", "incentives.expire_unapplied_incentives"
RESALE, CONSULTATIVE = AssociationType.RESALE, AssociationType.CONSULTATIVE


def a_partner(partner_id: str = "P1", *, certified: bool = True) -> Partner:
    """A partner; with business information certification unless told otherwise."""
    partner: Partner = keep(
        Partner(
            partner_id=partner_id,
            name=partner_id,
            partner_type=PartnerType.SOLUTION_PROVIDER,
            business_certified=certified,
            contracting_entity=ContractingEntity.HCC,
            admitted_at=clock.instant("2020-01-01"),
        )
    )
    return partner


def an_incentive(
    amount: str,
    *,
    association_type: AssociationType = RESALE,
    period: str = PERIOD,
    partner_id: str = "P1",
    generated_at: str | None = None,
    approved: bool = True,
) -> IncentiveBill:
    """An incentive bill, approved and open for application unless told otherwise; generated on the 5th after its period."""
    generated = clock.instant(generated_at or f"{clock.shifted(period, 1)}-05T00:10:00+08:00")
    event = BillGenerated(partner_id=partner_id, billing_period=period, bill_id="B", generated_at=generated)
    bill = bill_of(event, association_type, [])
    bill.incentive_amount = Money.of(amount)
    if approved:
        bill.status = IncentiveBillStatus.IN_PAYOUT
        bill.approve(generated)
    kept: IncentiveBill = keep(bill)
    assert kept.waits_for == AUTO_PAYOUT or not approved
    return kept


def billed(world: Any, period: str = PERIOD, *, twice: bool = False) -> None:
    """Bill a month and let everybody hear of it."""
    world.run_job(JOB, f"{clock.shifted(period, 1)}-05T00:10:00+08:00")
    world.settle(twice=twice)


def the_incentive(association_type: AssociationType = RESALE, *, partner_id: str = "P1", period: str = PERIOD) -> IncentiveBill | None:
    """A month's incentive bill as it stands in the table."""
    bill: IncentiveBill | None = stored(incentive_bill_key(partner_id, incentive_bill_id(partner_id, period, association_type)))
    return bill


def details_of(bill: IncentiveBill) -> list[IncentiveDetail]:
    """The details of an incentive bill."""
    partition = IncentiveDetail.partition(partner_id=bill.partner_id, incentive_bill_id=bill.incentive_bill_id)
    return list(IncentiveDetail.query(partition))


def confirm(world: Any, period: str = PERIOD, caller: Any = FINANCE) -> Any:
    """The partner confirms a month's incentive bills."""
    return world.call(caller, "POST", f"/incentives/periods/{period}/confirmation")


def reject(world: Any, period: str = PERIOD, caller: Any = FINANCE, **body: str) -> Any:
    """The partner rejects a month's incentive bills."""
    return world.call(caller, "POST", f"/incentives/periods/{period}/rejection", body)


def approve(world: Any, bill: IncentiveBill, *, caller: Any = OPERATIONS) -> Any:
    """The vendor's operations approve a bill; what a test put into the table itself waits for them too."""
    if not is_open(BILL_REVIEW, bill.incentive_bill_id, bill.partner_id):
        carry_out(lambda: Work(caller, clock.now(), Origin("test", "")), lambda work: open_bill_review(bill, work))
    return decide(world, BILL_REVIEW, bill.incentive_bill_id, bill.partner_id, by=caller)


def apply(world: Any, method: str, *bills: IncentiveBill, key: str = "apply", caller: Any = FINANCE, dry_run: bool = False) -> Any:
    """The partner applies for payout; for all open incentives unless bills are named."""
    body = {"method": method, **({"incentive_bill_ids": [bill.incentive_bill_id for bill in bills]} if bills else {})}
    return world.call(caller, "POST", f"/incentives/payouts{'?dry_run=true' if dry_run else ''}", body, key=key)


def set_auto_payout(
    world: Any, *, enabled: bool = True, caller: Any = FINANCE, headers: dict[str, str] | None = None, **methods: Any
) -> Any:
    """The partner sets automatic payout; coupon quota for both kinds of incentives unless told otherwise."""
    body = {"enabled": enabled, "method_a": "coupon_quota", "method_b": "coupon_quota", **methods}
    return world.call(caller, "PUT", "/incentives/auto-payout", body, headers=headers)


def payouts(partner_id: str = "P1") -> list[IncentivePayout]:
    """A partner's payouts."""
    return list(IncentivePayout.query(IncentivePayout.partition(partner_id=partner_id)))


def quotas(partner_id: str = "P1") -> list[Money]:
    """What a partner's coupon quotas hold."""
    return [quota.balance for quota in CouponQuota.query(CouponQuota.partition(partner_id=partner_id, coupon_kind=CouponKind.VOUCHER))]


def top_up_balance(partner_id: str = "P1") -> Money:
    """What a partner's top-up account holds."""
    account: FundAccount | None = stored(FundAccount.key(partner_id=partner_id, account_type="top_up"))
    return account.balance if account else Money.zero()


def owed_invoices(partner_id: str = "P1") -> list[OwedInvoice]:
    """A partner's owed invoices."""
    return list(OwedInvoice.query(OwedInvoice.partition(partner_id=partner_id)))


def left_the_vendor() -> Money:
    """What left the vendor as coupons or incentives, by the ledger's clearing accounts."""
    return -total(
        entry.amount
        for entry in Record.scan()
        if isinstance(entry, LedgerEntry) and entry.account_id.startswith(("clearing/incentives/", "clearing/coupons/"))
    )


def is_paid(bill: IncentiveBill) -> bool:
    """Whether a bill was paid out."""
    now: IncentiveBill = stored(incentive_bill_key(bill.partner_id, bill.incentive_bill_id))
    return now.payout_status is PayoutStatus.PAID and now.status is IncentiveBillStatus.PAID_OUT


def beijing(text: str) -> datetime:
    """An instant written in Beijing time."""
    return clock.instant(text)
