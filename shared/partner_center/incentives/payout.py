"""Payouts: which open incentives go together, by which rules, and what leaves (10.7.4.2). Amounts in CNY cents.

The payout, its bills and the money or quota leave in one transaction that holds every bill to the version it was read in, so that an
application by hand and the automatic payout never pay the same incentive twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from partner_center.coupons import QuotaSource, grant_quota
from partner_center.funds import TopUpChannel, credit_flow
from partner_center.incentives.bill import IncentiveBill
from partner_center.incentives.events import PayoutCompleted
from partner_center.incentives.method import METHODS, PayoutMethod, PayoutStatus
from partner_center.incentives.policy import terms_at
from partner_center.invoicing import record_owed_invoice
from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money, total
from partner_center.partners import Partner
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text, Texts
from partner_center.platform.work import Work

MOST_BILLS = 80  # in one payout, so that it fits into one transaction


class IncentivePayout(Record, kind="incentive_payout"):
    """One application for payout and what became of it. `incentive_amount` is the sum of its bills, deductions included."""

    PLACE = Place("partner/{partner_id}/incentive_payout", "{payout_no}")

    partner_id = Text()
    payout_no = Text()
    method = Choice(PayoutMethod)
    status = Choice(PayoutStatus)
    incentive_amount = MoneyAttribute()
    incentive_bill_ids = Texts()
    reconciliation_periods = Texts()
    applied_at = Instant()
    applicant = Text()
    paid_at = Instant(null=True)


def payout_key(partner_id: str, payout_no: str) -> Key[IncentivePayout]:
    """Where a payout lies."""
    return IncentivePayout.key(partner_id=partner_id, payout_no=payout_no)


def open_bills(work: Work, partner_id: str) -> list[IncentiveBill]:
    """A partner's bills that are open for application or wait for the automatic payout, deductions first, then the oldest.

    Read consistently from the partner's own bills, of which a year has 24: a deduction must not be missed (10.7.4.2/r23).
    """
    bills = work.every(
        IncentiveBill,
        IncentiveBill.partition(partner_id=partner_id),
        where=(IncentiveBill.payout_status == PayoutStatus.PENDING_APPLICATION) | IncentiveBill.waits_for.exists(),
    )
    return sorted(bills, key=lambda bill: (not bill.incentive_amount.is_negative, bill.incentive_bill_id))


def refuses_uncertified(partner: Partner | None) -> Refusal | None:
    """Business information certification must be complete (10.7.4.2/r7)."""
    if partner is not None and partner.business_certified:
        return None
    return Refusal.because("business_not_certified", "10.7.4.2/r7", way_out="certify_business")


def permits(method: PayoutMethod, bill: IncentiveBill) -> bool:
    """Whether a bill may be paid by a method (10.7.4.2/r15, r16; 10.7.4.5/r10-r12)."""
    return method in METHODS[bill.group]


def refuses_method(method: PayoutMethod, bill: IncentiveBill) -> Refusal | None:
    """The method must be one of the bill's kind."""
    if permits(method, bill):
        return None
    return Refusal.because(
        "method_not_allowed_for_incentive",
        "10.7.4.2/r15" if bill.is_new_resale else "10.7.4.2/r16",
        method=method,
        incentive_bill_id=bill.incentive_bill_id,
        allowed=sorted(METHODS[bill.group]),
    )


def refuses_total(bills: Sequence[IncentiveBill]) -> Refusal | None:
    """Something positive is asked for, and deductions do not outweigh it (10.7.4.2/r9, r22, r23)."""
    if not any(bill.payable_amount > Money.zero() for bill in bills):
        return Refusal.because("nothing_payable", "10.7.4.2/r9")
    if (amount := payable_total(bills)).is_negative:
        return Refusal.because("deductions_outweigh", "10.7.4.2/r22", total=amount)
    return None


def payable_total(bills: Sequence[IncentiveBill]) -> Money:
    """What bills come to together."""
    return total(bill.payable_amount for bill in bills)


def pay_out(work: Work, partner: Partner, method: PayoutMethod, bills: Sequence[IncentiveBill]) -> IncentivePayout:
    """Put bills into a payout. Coupon quota and account with owed invoice are paid with it; the others start their way to an invoice."""
    amount = payable_total(bills)
    number = payout_no_of(work, partner.partner_id, bills)
    status = PayoutStatus.PAID if method.is_immediate else PayoutStatus.SLIP_PENDING
    payout = IncentivePayout(
        partner_id=partner.partner_id,
        payout_no=number,
        method=method,
        status=status,
        incentive_amount=amount,
        incentive_bill_ids=[bill.incentive_bill_id for bill in bills],
        reconciliation_periods=sorted({bill.reconciliation_period for bill in bills}),
        applied_at=work.now,
        applicant=work.caller.user_id,
        paid_at=work.now if method.is_immediate else None,
    )
    for bill in bills:
        bill.go_into(number, status)
    work.change(*bills)
    work.rely_on(partner)
    work.add(payout)
    if method.is_immediate:
        if amount:
            _give(work, partner, payout)
        work.emit(
            PayoutCompleted(
                partner_id=partner.partner_id,
                payout_no=number,
                method=method,
                amount=amount,
                incentive_bill_ids=tuple(payout.incentive_bill_ids),
                paid_at=work.now,
            )
        )
    return payout


def _give(work: Work, partner: Partner, payout: IncentivePayout) -> None:
    terms = terms_at(work.now)
    if payout.method is PayoutMethod.COUPON_QUOTA:
        expires_at = clock.end_of(clock.business_date(clock.months_later(work.now, terms.quota_valid_months)))
        grant_quota(
            work,
            partner.partner_id,
            payout.incentive_amount,
            effective_at=work.now,
            expires_at=expires_at,
            reference=payout.payout_no,
            source=QuotaSource.INCENTIVE,
        )
        return
    credit_flow(
        work,
        partner_id=partner.partner_id,
        channel=TopUpChannel.INCENTIVE_REBATE,
        external_flow_no=payout.payout_no,
        amount=payout.incentive_amount,
        arrived_at=work.now,
    )
    record_owed_invoice(
        work,
        partner.partner_id,
        payout.incentive_amount,
        reference=payout.payout_no,
        contracting_entity=str(partner.contracting_entity),
        tax_rate=terms.owed_invoice_tax_rate,
    )


def payout_no_of(work: Work, partner_id: str, bills: Sequence[IncentiveBill]) -> str:
    """`ITH-CHN` + Beijing date + 18 digits that follow from the bills as they were read: the same bills get the same number once."""
    read = sorted(f"{bill.incentive_bill_id}#{bill.version}" for bill in bills)
    digest = hashlib.sha256("\x1f".join([partner_id, *read]).encode()).digest()
    return f"ITH-CHN{clock.business_date(work.now):%Y%m%d}{int.from_bytes(digest[:8]) % 10**18:018d}"
