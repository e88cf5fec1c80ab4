"""The partner's bill of a month and its rows by customer (10.6.1.1, 10.6.1.2). Amounts in CNY cents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from partner_center.consumption import CustomerMonth
from partner_center.customers import AssociationType
from partner_center.kernel import clock, ids
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money, total
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text, Whole


class BillStatus(Labelled):
    """Whether the month still runs (10.6.1.2, entity partner_bill; the names are ours: OPEN)."""

    ACCUMULATING = "accumulating", "累计中", "Accumulating"
    GENERATED = "generated", "已出账", "Generated"


class PartnerBill(Record, kind="partner_bill"):
    """What a partner's resale customers consumed, were refunded and adjusted in a month (10.6.1.2/r7).

    `amount` = consumption - refund + adjustment, each rounded once per customer, as it was charged. The last five say how the charges
    were covered, what was given back, and what of that went to vouchers.
    `bill_id` names this edition of the bill; its rows by customer lie under it, complete before the bill names them.
    """

    PLACE = Place("partner/{partner_id}/bill", "{billing_period}")

    partner_id = Text()
    billing_period = Text()
    bill_id = Text()
    status = Choice(BillStatus)
    consumption = MoneyAttribute()
    refund = MoneyAttribute()
    adjustment = MoneyAttribute()
    amount = MoneyAttribute()
    voucher_deducted = MoneyAttribute()
    cash_paid = MoneyAttribute()
    arrears = MoneyAttribute()
    refunded = MoneyAttribute()
    voucher_returned = MoneyAttribute()
    customer_count = Whole()
    data_until = Instant()
    generated_at = Instant(null=True)


class BillCustomerSummary(Record, kind="bill_customer_summary"):
    """One customer's part of one edition of a bill. While the month runs, an edition's rows leave the table after some days."""

    PLACE = Place("partner/{partner_id}/bill/{billing_period}/{bill_id}", "{customer_id}")

    partner_id = Text()
    billing_period = Text()
    bill_id = Text()
    customer_id = Text()
    customer_name = Text(null=True)
    consumption = MoneyAttribute()
    refund = MoneyAttribute()
    adjustment = MoneyAttribute()
    amount = MoneyAttribute()
    voucher_deducted = MoneyAttribute()
    cash_paid = MoneyAttribute()
    arrears = MoneyAttribute()
    refunded = MoneyAttribute()
    voucher_returned = MoneyAttribute()


SUMS = ("consumption", "refund", "adjustment", "amount", "voucher_deducted", "cash_paid", "arrears", "refunded", "voucher_returned")


def bill_key(partner_id: str, billing_period: str) -> Key[PartnerBill]:
    """Where a partner's bill of a month lies."""
    return PartnerBill.key(partner_id=partner_id, billing_period=billing_period)


def edition_id(partner_id: str, billing_period: str, status: BillStatus, data_until: datetime) -> str:
    """The id of a month's bill, or of one day's state of it while the month runs."""
    state = status.value if status is BillStatus.GENERATED else clock.iso(data_until)
    return ids.derived_id("PB", partner_id, billing_period, state)


def summaries_of(bill_id: str, months: Sequence[CustomerMonth], data_until: datetime | None = None) -> list[BillCustomerSummary]:
    """The rows of a bill: resale customers only (10.6.1.1/r3; OPEN: consultative consumption does not enter).

    With `data_until`, the last second of a day, only what was consumed until then counts (10.6.1.2/r1).
    """
    return [_summary(bill_id, month, data_until) for month in months if month.association_type == AssociationType.RESALE]


def _summary(bill_id: str, month: CustomerMonth, data_until: datetime | None) -> BillCustomerSummary:
    def figure(name: str) -> Money:
        exact: Money = getattr(month, name) if data_until is None else month.shown(name, _when_shown(data_until))
        return exact.cents()

    sums: dict[str, Any] = {name: figure(name) for name in SUMS if name != "amount"}
    return BillCustomerSummary(
        partner_id=month.partner_id,
        billing_period=month.billing_period,
        bill_id=bill_id,
        customer_id=month.customer_id,
        customer_name=month.customer_name,
        amount=sums["consumption"] - sums["refund"] + sums["adjustment"],
        **sums,
    )


def _when_shown(data_until: datetime) -> datetime:
    """When consumption pages show a day that ends then: after 24:00 of the next one (10.4.4.1/r1)."""
    return data_until + timedelta(seconds=1) + clock.DAY


def bill_over(rows: Sequence[BillCustomerSummary], **facts: Any) -> PartnerBill:
    """The bill that its rows come to."""
    sums: dict[str, Any] = {name: total(getattr(row, name) for row in rows) for name in SUMS}
    return PartnerBill(customer_count=len(rows), **sums, **facts)
