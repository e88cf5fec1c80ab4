"""A month's bill at a glance, and its lines."""

from __future__ import annotations

from partner_center.billing.bill import bill_key
from partner_center.billing.contracts import BillLine, BillLines, BillOverview, BillPeriod, ListBillLines
from partner_center.consumption import product_rows
from partner_center.customers import AssociationType
from partner_center.kernel.money import total
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.work import Work


def get_bill_overview(request: BillPeriod, caller: Caller, work: Work) -> BillOverview:
    """Consumption, refunds and adjustments of a month (10.6.1.2/r7). NotFound for a month without a bill."""
    bill = work.get(bill_key(caller.partner_id, request.billing_period))
    return BillOverview(**{name: value for name, value in bill.fields().items() if name in BillOverview.model_fields})


def list_bill_lines(request: ListBillLines, caller: Caller, work: Work) -> BillLines:
    """The entries of resale customers in a month for one tab, the largest first.

    OPEN: a line is a customer's product and billing mode of the month; single usage lines stand in the consumption details, which are
    what is final (10.6.1.2/r2).
    """
    rows = [
        (row, getattr(row, request.kind.value))
        for row in product_rows(work, caller.partner_id, request.billing_period)
        if row.association_type == AssociationType.RESALE and getattr(row, request.kind.value)
    ]
    rows.sort(key=lambda pair: (-abs(pair[1].amount), pair[0].customer_id, pair[0].product_type, str(pair[0].billing_mode)))
    following = request.offset + request.limit
    return BillLines(
        items=[
            BillLine(
                customer_id=row.customer_id,
                customer_name=masked(row.customer_name),
                product_type=row.product_type,
                billing_mode=str(row.billing_mode),
                amount=amount,
            )
            for row, amount in rows[request.offset : following]
        ],
        total=total(amount for _, amount in rows),
        count=len(rows),
        next_offset=following if following < len(rows) else None,
    )
