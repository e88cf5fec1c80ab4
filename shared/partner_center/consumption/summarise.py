"""What the consumers behind the stream add to the sums, exactly once an event; usage and its charging may be told in any order."""

from __future__ import annotations

from typing import Any

from partner_center.consumption.events import UsageCharged, UsageRecorded
from partner_center.consumption.summary import ConsumptionSummary, CustomerMonth, customer_month_key
from partner_center.customers import association_key
from partner_center.platform.work import Work


def summarise_usage(event: UsageRecorded, work: Work) -> None:
    """Add the exact amounts of recorded usage."""
    month, rows = _sums_of(event, work)
    month.lines += sum(group.lines for group in event.groups)
    for group, row in zip(event.groups, rows, strict=True):
        amounts = {"consumption": group.consumption, "refund": group.refund, "adjustment": group.adjustment}
        month.include(amounts, group.day, work.now)
        row.include(amounts, group.day, work.now)


def summarise_charges(event: UsageCharged, work: Work) -> None:
    """Add what charging moved, in cents."""
    month, rows = _sums_of(event, work)
    month.charged_lines += event.lines
    month.parts += event.parts
    for group, row in zip(event.groups, rows, strict=True):
        amounts = {
            "charged": group.charged,
            "refunded": group.refunded,
            "voucher_deducted": group.voucher_deducted,
            "voucher_returned": group.voucher_returned,
            "cash_paid": group.cash_paid,
            "arrears": group.arrears,
        }
        month.include(amounts, group.day, work.now)
        row.include(amounts, group.day, work.now)


def _sums_of(event: UsageRecorded | UsageCharged, work: Work) -> tuple[CustomerMonth, list[ConsumptionSummary]]:
    """The event's customer month and the product row of each of its groups, to be counted into."""
    whose: dict[str, Any] = {
        "partner_id": event.partner_id,
        "billing_period": event.billing_period,
        "customer_id": event.customer_id,
        "association_type": event.association_type,
    }
    products = list(dict.fromkeys((group.product_type, group.billing_mode) for group in event.groups))
    month, association, *known = work.look(
        customer_month_key(**whose),
        association_key(event.partner_id, event.customer_id),
        *(ConsumptionSummary.key(**whose, product_type=product, billing_mode=mode) for product, mode in products),
    )
    whose["customer_name"] = association.customer_name if association else event.customer_id
    month = month or CustomerMonth(**whose)
    rows = {
        (product, mode): row or ConsumptionSummary(**whose, product_type=product, billing_mode=mode)
        for (product, mode), row in zip(products, known, strict=True)
    }
    work.keep(month, *rows.values())
    return month, [rows[group.product_type, group.billing_mode] for group in event.groups]
