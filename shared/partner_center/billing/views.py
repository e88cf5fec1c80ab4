"""The pages of bills."""

from __future__ import annotations

from typing import Any

from partner_center.billing.bill import BillCustomerSummary, BillStatus, PartnerBill
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Id
from partner_center.platform.table import Key
from partner_center.platform.view import Column, View, col, equals

_SUMS: list[Column[Any]] = [
    col("consumption", "客户消费(¥)", "Consumption"),
    col("refund", "退款(¥)", "Refund"),
    col("adjustment", "调账(¥)", "Adjustment"),
    col("amount", "合计(¥)", "Amount"),
    col("voucher_deducted", "代金券抵扣(¥)", "Vouchers deducted"),
    col("cash_paid", "现金支付(¥)", "Cash paid"),
    col("arrears", "欠费(¥)", "Arrears"),
    col("refunded", "已退款(¥)", "Refunded"),
    col("voucher_returned", "退回代金券(¥)", "Returned to vouchers"),
]

BILLS = View(
    PartnerBill,
    title=Label("伙伴账单", "Partner bills"),
    within=lambda caller, _: PartnerBill.partition(partner_id=caller.partner_id),
    columns=[
        col("billing_period", "账期", "Billing period"),
        col("bill_id", "账单ID", "Bill ID"),
        col("status", "状态", "Status"),
        *_SUMS,
        col("customer_count", "客户数", "Customers"),
        col("data_until", "数据截止时间", "Data until"),
        col("generated_at", "出账时间", "Generated at"),
    ],
    filters=[equals("status", "状态", "Status", BillStatus)],
)


def _customer_of_bill(caller: Caller, billing_period: str, bill_id: str, customer_id: str) -> Key[BillCustomerSummary]:
    return BillCustomerSummary.key(partner_id=caller.partner_id, billing_period=billing_period, bill_id=bill_id, customer_id=customer_id)


BILL_CUSTOMERS = View(
    BillCustomerSummary,
    title=Label("账单客户汇总", "Customers of a bill"),
    within=lambda caller, asked: BillCustomerSummary.partition(
        partner_id=caller.partner_id, billing_period=asked["billing_period"], bill_id=asked["bill_id"]
    ),
    one=_customer_of_bill,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        *_SUMS,
    ],
    newest_first=False,
    required={"bill_id": Id},
)
