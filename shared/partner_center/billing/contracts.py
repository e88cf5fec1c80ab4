"""The words of billing's API."""

from __future__ import annotations

from partner_center.billing.bill import BillStatus
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Period, Request, Response, Time, field


class BillPeriod(Request):
    """A month."""

    billing_period: Period = field("账期", "Billing period")


class BillOverview(Response):
    """The three sums of a month and what they come to (10.6.1.2/r7). Data up to `data_until` (r1), Beijing months (r3).

    `final` says where the final figure stands: in the consumption details, not in the bill (r2).
    """

    billing_period: str
    bill_id: str
    status: BillStatus
    consumption: Money
    refund: Money
    adjustment: Money
    amount: Money
    voucher_deducted: Money
    cash_paid: Money
    arrears: Money
    refunded: Money
    voucher_returned: Money
    customer_count: int
    data_until: Time
    generated_at: Time | None
    final: str = "consumption_details"


class LineKind(Labelled):
    """The three tabs of a bill's lines."""

    CONSUMPTION = "consumption", "消费", "Consumption"
    REFUND = "refund", "退款", "Refund"
    ADJUSTMENT = "adjustment", "调账", "Adjustment"


class ListBillLines(Request):
    """One tab of a month's lines."""

    billing_period: Period = field("账期", "Billing period")
    kind: LineKind = field("类型", "Kind", default=LineKind.CONSUMPTION)
    limit: int = field("每页条数", "Page size", default=10, ge=1, le=100)
    offset: int = field("起始位置", "Offset", default=0, ge=0)


class BillLine(Response):
    """What a customer's use of one product came to. The amount is exact, not rounded."""

    customer_id: str
    customer_name: str | None = field("客户名称", "Customer", default=None, masked=True)
    product_type: str
    billing_mode: str
    amount: Money


class BillLines(Response):
    """Some lines, the exact sum over all of them, and how many there are."""

    items: list[BillLine]
    total: Money
    count: int
    next_offset: int | None
