"""From a month's consumption to incentive bills: one a month and association type, its details first (10.7.3.2/r1, 10.7.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from partner_center.billing import BillGenerated
from partner_center.consumption import ConsumptionSummary, product_rows
from partner_center.customers import AssociationType
from partner_center.incentives.bill import (
    AUTO_PAYOUT,
    IncentiveBill,
    IncentiveBillStatus,
    IncentiveDetail,
    end_of_period,
    incentive_bill_id,
    keys_of_period,
    reconciliation_period_of,
)
from partner_center.incentives.policy import EVERY_PRODUCT, PolicyKind, Terms, policy_of, terms_at
from partner_center.kernel import clock, ids
from partner_center.kernel.money import Money, total
from partner_center.platform.parts import keep_first
from partner_center.platform.work import Work


def generate_incentive_bills(event: BillGenerated, work: Work) -> None:
    """The incentive bills of a month that was billed: details in transactions of their own, then the bills in one.

    A month that has its incentive bills already gets no others. OPEN (10.7.3.3): formal bills come with the partner's bill.
    """
    known = work.look(*keys_of_period(event.partner_id, event.billing_period))
    if any(known):
        return
    rows = product_rows(work, event.partner_id, event.billing_period)
    details = [detail for row in rows if (detail := detail_of(row)) is not None]
    keep_first(work, details)
    work.add(
        *(
            bill_of(event, association_type, of_type)
            for association_type in AssociationType
            if (of_type := [detail for detail in details if detail.association_type is association_type])
        )
    )


def performance_of(row: ConsumptionSummary) -> Money:
    """What counts of a month's product: consumption less refunds plus adjustments, without what vouchers paid (OPEN). Exact, CNY.

    A refund of what a voucher paid went back to the voucher and is no loss of performance.
    """
    return row.consumption - row.refund + row.adjustment - (row.voucher_deducted - row.voucher_returned)


def detail_of(row: ConsumptionSummary) -> IncentiveDetail | None:
    """A product's detail by the policy in force when the month began (OPEN); None where the policy counts nothing."""
    association_type = AssociationType(row.association_type)
    policy = policy_of(association_type, row.product_type, clock.start_of_period(row.billing_period))
    if policy.kind is PolicyKind.NEITHER:
        return None
    bill_id = incentive_bill_id(row.partner_id, row.billing_period, association_type)
    performance = performance_of(row)
    return IncentiveDetail(
        partner_id=row.partner_id,
        incentive_bill_id=bill_id,
        incentive_detail_id=ids.derived_id("ID", bill_id, row.customer_id, row.product_type, str(row.billing_mode)),
        year=row.billing_period[:4],
        billing_period=row.billing_period,
        reconciliation_period=reconciliation_period_of(row.billing_period),
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        association_type=association_type,
        billing_mode=str(row.billing_mode),
        product_type=row.product_type,
        formed_at=end_of_period(row.billing_period),
        matched_policy=policy.code,
        policy_name_zh=policy.name.zh,
        policy_name_en=policy.name.en,
        rebate_ratio=policy.rebate_ratio,
        performance=performance,
        incentive_amount=policy.incentive_on(performance),
    )


def bill_of(event: BillGenerated, association_type: AssociationType, details: Sequence[IncentiveDetail]) -> IncentiveBill:
    """The bill over details of one association type: their sum, rounded half up once (10.7.3.2 OPEN)."""
    terms = terms_at(event.generated_at)
    policy = policy_of(association_type, EVERY_PRODUCT, clock.start_of_period(event.billing_period))
    return IncentiveBill(
        partner_id=event.partner_id,
        incentive_bill_id=incentive_bill_id(event.partner_id, event.billing_period, association_type),
        billing_period=event.billing_period,
        reconciliation_period=reconciliation_period_of(event.billing_period),
        association_type=association_type,
        is_new_resale=association_type is AssociationType.RESALE and event.generated_at >= terms.new_resale_from,
        name_zh=policy.name.zh,
        name_en=policy.name.en,
        explanation_zh=policy.explanation.zh,
        explanation_en=policy.explanation.en,
        incentive_amount=total(detail.incentive_amount for detail in details).cents(),
        payable_amount=Money.zero(),
        status=IncentiveBillStatus.PENDING_CONFIRMATION,
        generated_at=event.generated_at,
        valid_until=clock.months_later(event.generated_at, terms.valid_months),
        waits_for=AUTO_PAYOUT,
        due_at=payout_due_at(event.generated_at, terms),
    )


def payout_due_at(generated_at: datetime, terms: Terms) -> datetime:
    """00:00 Beijing time of the fifth day after generation (10.7.4.2/r26, OPEN: calendar days)."""
    return clock.start_of(clock.business_date(generated_at) + timedelta(days=terms.auto_payout_after_days))
