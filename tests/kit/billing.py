"""Months of usage as consumption leaves them, and the bills made of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from partner_center.billing.bill import BillCustomerSummary, PartnerBill, bill_key
from partner_center.consumption import BillingMode, ConsumptionSummary, CustomerMonth
from partner_center.consumption.usage_control import UsageControl, usage_control_key
from partner_center.kernel.money import Money
from partner_center.platform.events import Outbox
from partner_center.platform.table import Key, Record
from tests.kit.audit import is_trace_of_refusal

PERIOD = "2024-09"
FIFTH = "2024-10-05T00:10:00+08:00"
JOB = "billing.generate_monthly_bill"

USAGE = ("consumption", "refund", "adjustment")

Product = Mapping[str, str]


def keep(record: Record) -> Any:
    """Put a record into the table without a command."""
    record.settle()
    record.save()
    return record


def stored(key: Key[Any]) -> Any:
    """A record as it stands in the table, None where there is none."""
    try:
        return key.record.get(key.partition, key.sort, consistent_read=True)
    except key.record.DoesNotExist:
        return None


def everything(*but: str) -> dict[tuple[str, str], Any]:
    """The whole table, without kinds of records that tell of each attempt."""
    left_out = {"audit", "outbox", "idempotency_token", *but}
    return {
        (item.pk, item.sk): {name: value for name, value in item.serialize(null_check=False).items() if name != "version"}
        for item in Record.scan()
        if item.kind not in left_out and not is_trace_of_refusal(item)
    }


def a_customer_month(
    customer_id: str = "C1",
    products: Mapping[str, Product] | None = None,
    *,
    partner_id: str = "P1",
    period: str = PERIOD,
    association_type: str = "resale",
    settled: bool = True,
    today: date | None = None,
) -> CustomerMonth:
    """A customer's month with its product rows, charged to the cent: `products={"ECS": {"consumption": "10.005", "refund": "1"}}`.

    Not `settled`: its lines were taken in but are not charged yet. `today`: the amounts fall on that day and are not shown yet.
    """
    place = {"partner_id": partner_id, "billing_period": period, "customer_id": customer_id, "association_type": association_type}
    month = CustomerMonth(**place, customer_name=f"客户{customer_id}")
    for name, amounts in (products or {"ECS": {"consumption": "100"}}).items():
        given = {field: Money.of(amount) for field, amount in amounts.items()}
        row = ConsumptionSummary(**place, customer_name=month.customer_name, product_type=name, billing_mode=BillingMode.ON_DEMAND)
        for total in (row, month):
            for field, amount in given.items():
                setattr(total, field, getattr(total, field) + amount)
        keep(row)
    month.lines = 1
    if today:
        month.hidden = {today.isoformat(): {field: f"{getattr(month, field).amount:f}" for field in USAGE}}
    if settled:
        month.charged_lines = 1
        adjustment = month.adjustment.cents()
        month.charged = month.consumption.cents() + max(adjustment, Money.zero())
        month.refunded = month.refund.cents() + max(-adjustment, Money.zero())
        month.cash_paid = month.charged - month.voucher_deducted
    keep(month)
    _take_in(month)
    return month


def settle_usage(month: CustomerMonth) -> None:
    """Charge what was open of a customer's month."""
    month.refresh()
    settle_usage_of(month)


def settle_usage_of(month: CustomerMonth) -> None:
    """Charge a customer's month as it is in memory, and store it."""
    month.charged_lines = month.lines
    month.charged, month.refunded = month.consumption.cents() + month.adjustment.cents(), month.refund.cents()
    month.save()


def more_usage(month: CustomerMonth, consumption: str) -> None:
    """Take in and charge one more line of a customer's month."""
    more = Money.of(consumption)
    month.refresh()
    control = stored(usage_control_key(month.partner_id, month.billing_period))
    for total in (month, control):
        total.consumption, total.lines = total.consumption + more, total.lines + 1
    settle_usage_of(month)
    control.save()


def _take_in(month: CustomerMonth) -> None:
    control = stored(usage_control_key(month.partner_id, month.billing_period))
    if control is None:
        control = UsageControl(partner_id=month.partner_id, billing_period=month.billing_period)
    control.lines += month.lines
    for field in USAGE:
        setattr(control, field, getattr(control, field) + getattr(month, field))
    keep(control)


def the_bill(partner_id: str = "P1", period: str = PERIOD) -> PartnerBill | None:
    """The partner's bill of the month, None where there is none."""
    bill: PartnerBill | None = stored(bill_key(partner_id, period))
    return bill


def rows_of(bill: PartnerBill) -> list[BillCustomerSummary]:
    """The rows by customer of a bill."""
    partition = BillCustomerSummary.partition(partner_id=bill.partner_id, billing_period=bill.billing_period, bill_id=bill.bill_id)
    return list(BillCustomerSummary.query(partition))


def events(name: str) -> list[dict[str, Any]]:
    """The data of all events of a name that were committed so far."""
    return [event["data"] for item in Record.scan() if isinstance(item, Outbox) for event in item.events if event["name"] == name]
