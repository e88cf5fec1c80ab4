"""The pages of consumption: summary, refunds, details, and the vendor's page of delivered files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from partner_center.consumption.billing_mode import BillingMode
from partner_center.consumption.summary import ConsumptionSummary, UsageSum, refuses_too_far_back
from partner_center.consumption.usage_file import ALL_FILES, UsageFile, UsageFileStatus, usage_file_key
from partner_center.consumption.usage_line import ChargeKind, UsageLine
from partner_center.customers import AssociationType
from partner_center.kernel import clock
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Id, Period
from partner_center.platform.table import OWNER, Key
from partner_center.platform.view import Filter, Spot, View, col, contains, equals
from partner_center.platform.work import Work


def _summary_of(caller: Caller, asked: dict[str, Any]) -> str:
    Work.require(refuses_too_far_back(asked["billing_period"], clock.now()))
    return ConsumptionSummary.partition(partner_id=caller.partner_id, billing_period=asked["billing_period"])


def _lines_of(caller: Caller, asked: dict[str, Any]) -> str:
    period, customer_id = asked["billing_period"], asked["customer_id"]
    Work.require(refuses_too_far_back(period, clock.now()))
    return UsageLine.owner_partition(partner_id=caller.partner_id, billing_period=period, customer_id=customer_id)


def _shown(name: str) -> Callable[[UsageSum, datetime], Money]:
    return lambda row, now: row.shown(name, now).cents()


_SUMMARY_COLUMNS = (
    col("customer_id", "客户ID", "Customer ID"),
    col("customer_name", "客户名称", "Customer", masked=True),
    col("product_type", "产品类型", "Product type"),
    col("billing_mode", "计费模式", "Billing mode"),
    col("association_type", "关联类型", "Association type"),
)
_SUMMARY_FILTERS = (
    contains("customer_name", "客户名称", "Customer"),
    equals("association_type", "关联类型", "Association type", AssociationType),
)


def _may_be_shown(now: datetime) -> Any:
    return ConsumptionSummary.visible_from <= now


def _row_of(
    caller: Caller, billing_period: str, customer_id: str, association_type: str, product_type: str, billing_mode: str
) -> Key[ConsumptionSummary]:
    return ConsumptionSummary.key(
        partner_id=caller.partner_id,
        billing_period=billing_period,
        customer_id=customer_id,
        association_type=association_type,
        product_type=product_type,
        billing_mode=billing_mode,
    )


CONSUMPTION_SUMMARY = View(
    ConsumptionSummary,
    title=Label("客户消费汇总", "Consumption summary"),
    within=_summary_of,
    one=_row_of,
    columns=[
        *_SUMMARY_COLUMNS,
        col("amount", "消费金额(¥)", "Consumption", at=_shown("consumption")),
        col("adjustment", "调账金额(¥)", "Adjustment", at=_shown("adjustment")),
        col("cash_paid", "现金支付(¥)", "Paid in cash", at=_shown("cash_paid")),
        col("voucher_deducted", "代金券抵扣(¥)", "Deducted from vouchers", at=_shown("voucher_deducted")),
        col("arrears_amount", "欠费金额(¥)", "Arrears", at=_shown("arrears")),
    ],
    filters=_SUMMARY_FILTERS,
    where=_may_be_shown,
    newest_first=False,
    required={"billing_period": Period},
    resellers=True,
)

REFUND_SUMMARY = View(
    ConsumptionSummary,
    title=Label("客户退款汇总", "Refund summary"),
    within=_summary_of,
    one=_row_of,
    columns=[
        *_SUMMARY_COLUMNS,
        col("amount", "退款金额(¥)", "Refund", at=_shown("refund")),
        col("refunded", "已退款(¥)", "Refunded", at=_shown("refunded")),
        col("voucher_returned", "退回代金券(¥)", "Returned to vouchers", at=_shown("voucher_returned")),
    ],
    filters=_SUMMARY_FILTERS,
    where=lambda now: _may_be_shown(now) & (ConsumptionSummary.refund > Money.zero()),
    newest_first=False,
    required={"billing_period": Period},
    resellers=True,
)


class ZeroAmounts(Labelled):
    """What to do with lines that cost nothing (10.4.4.2/r2)."""

    HIDDEN = "true", "隐藏0元消费", "Hide zero consumption"


def _line_at(caller: Caller, billing_period: str, customer_id: str, consumed_from: str, line_id: str) -> Spot:
    partition = UsageLine.owner_partition(partner_id=caller.partner_id, billing_period=billing_period, customer_id=customer_id)
    return Spot(partition, f"{consumed_from}/", f"{consumed_from}/~", UsageLine.line_id == line_id, OWNER)


CONSUMPTION_DETAILS = View(
    UsageLine,
    title=Label("客户消费明细", "Consumption details"),
    within=_lines_of,
    one=_line_at,
    largest_export=5_000_000,  # 10.4.4.2/r3
    index=OWNER,
    columns=[
        col("billing_period", "账期", "Billing period"),
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        col("sub_account_id", "子用户账号", "Sub-user account"),
        col("line_id", "订单号/交易号", "Order or transaction number"),
        col("resource_id", "资源ID", "Resource ID"),
        col("resource_name", "资源名称", "Resource"),
        col("product_type", "产品类型", "Product type"),
        col("product_name", "产品名称", "Product"),
        col("association_type", "关联类型", "Association type"),
        col("billing_mode", "计费模式", "Billing mode"),
        col("bill_type", "账单类型", "Bill type", value=lambda line: line.charge_kind, options=ChargeKind),
        col("region", "区域", "Region"),
        col("consumed_from", "消费开始时间", "Consumed from"),
        col("consumed_to", "消费结束时间", "Consumed to"),
        col("billed", "原币金额", "Billed amount"),
        col("amount", "消费金额(¥)", "Amount"),
    ],
    filters=[
        equals("sub_account_id", "子用户账号", "Sub-user account"),
        equals("resource_id", "资源ID", "Resource ID"),
        contains("resource_name", "资源名称", "Resource"),
        equals("product_type", "产品类型", "Product type"),
        equals("association_type", "关联类型", "Association type", AssociationType),
        equals("billing_mode", "计费模式", "Billing mode", BillingMode),
        equals("charge_kind", "账单类型", "Bill type", ChargeKind),
        equals("region", "区域", "Region"),
        Filter("hide_zero", ZeroAmounts.HIDDEN.label, "hides", ZeroAmounts, lambda value, now: UsageLine.amount != Money.zero()),
    ],
    required={"billing_period": Period, "customer_id": Id},
    resellers=True,
)

USAGE_FILES = View(
    UsageFile,
    title=Label("用量文件", "Usage files"),
    within=lambda caller, asked: ALL_FILES,
    one=lambda caller, usage_file_id: usage_file_key(usage_file_id),
    index=OWNER,
    columns=[
        col("usage_file_id", "文件ID", "File ID"),
        col("file_name", "文件名", "File", value=lambda file: file.key_name),
        col("status", "状态", "Status"),
        col("received_at", "接收时间", "Received"),
        col("completed_at", "完成时间", "Completed"),
        col("taken", "入账行数", "Lines taken in"),
        col("known", "重复行数", "Lines known before"),
        col("rejected", "拒绝行数", "Lines refused"),
        col("size", "文件大小(字节)", "Size in bytes", in_list=False),
        col("next_line", "已处理至行", "Next line", in_list=False),
        col("reject_file", "拒绝明细文件", "File of refused lines", in_list=False),
    ],
    filters=[equals("status", "状态", "Status", UsageFileStatus)],
)
