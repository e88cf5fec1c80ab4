"""The pages of incentives."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints

from partner_center.incentives.bill import IncentiveBill, IncentiveBillStatus, IncentiveDetail
from partner_center.incentives.method import PayoutMethod, PayoutStatus
from partner_center.incentives.payout import IncentivePayout, payout_key
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER, Key
from partner_center.platform.view import Column, View, col, equals

Year = Annotated[str, StringConstraints(pattern=r"^20\d\d$")]


def _calculation(bill: IncentiveBill) -> Label:
    return Label(
        f"由{bill.reconciliation_period}月度业绩按返点比例逐条计算并汇总，合计四舍五入到分。",
        f"Computed from the monthly performance of {bill.reconciliation_period} by the rebate ratio, summed up and rounded to the cent.",
    )


_BILL: list[Column[Any]] = [
    col("incentive_bill_id", "激励账单ID", "Incentive bill ID"),
    col("billing_period", "账期", "Billing period"),
    col("reconciliation_period", "对账期次", "Reconciliation period"),
    col("incentive_name", "激励名称", "Incentive", value=lambda bill: Label(bill.name_zh, bill.name_en)),
    col("incentive_amount", "激励金额(¥)", "Incentive amount"),
    col("association_type", "关联类型", "Association type"),
    col("is_new_resale", "新代售", "New resale"),
    col("payable_amount", "待申付金额(¥)", "Payable amount"),
    col("valid_until", "失效时间", "Valid until"),
]

INCENTIVE_BILLS = View(
    IncentiveBill,
    title=Label("激励账单", "Incentive bills"),
    within=lambda caller, _: IncentiveBill.partition(partner_id=caller.partner_id),
    one=lambda caller, incentive_bill_id: IncentiveBill.key(partner_id=caller.partner_id, incentive_bill_id=incentive_bill_id),
    columns=[
        *_BILL,
        col("status", "状态", "Status"),
        col("payout_status", "发放状态", "Payout status"),
        col("payout_no", "申付单号", "Payout no."),
        col("generated_at", "生成时间", "Generated at"),
        col("decided_at", "确认时间", "Confirmed or rejected at", in_list=False),
        col("reject_reason", "驳回原因", "Reason for rejection", in_list=False),
        col("approved_at", "审核时间", "Approved at", in_list=False),
        col("explanation", "政策解读", "Policy", value=lambda bill: Label(bill.explanation_zh, bill.explanation_en), in_list=False),
        col("calculation", "核算过程", "Calculation", value=_calculation, in_list=False),
    ],
    filters=[
        equals("billing_period", "账期", "Billing period"),
        equals("status", "状态", "Status", IncentiveBillStatus),
    ],
)

PAYABLE_INCENTIVES = View(
    IncentiveBill,
    title=Label("待申付激励", "Payable incentives"),
    within=lambda caller, _: IncentiveBill.owner_partition(payable_to=caller.partner_id),
    index=OWNER,
    columns=_BILL,
    filters=[equals("billing_period", "账期", "Billing period")],
)

_DETAIL: list[Column[Any]] = [
    col("incentive_detail_id", "激励明细ID", "Detail ID"),
    col("incentive_bill_id", "激励账单ID", "Incentive bill ID"),
    col("reconciliation_period", "对账期次", "Reconciliation period"),
    col("customer_id", "客户ID", "Customer ID"),
    col("customer_name", "客户名称", "Customer", masked=True),
    col("association_type", "关联类型", "Association type"),
    col("billing_mode", "计费模式", "Billing mode"),
    col("product_type", "产品类型", "Product type"),
    col("formed_at", "业绩形成时间", "Performance formed at"),
    col("matched_policy", "匹配的激励政策", "Matched policy", value=lambda detail: Label(detail.policy_name_zh, detail.policy_name_en)),
    col("rebate_ratio", "返点比例", "Rebate ratio"),
    col("performance", "业绩金额(¥)", "Performance"),
    col("incentive_amount", "激励金额(¥)", "Incentive amount"),
]


def _detail_key(caller: Caller, incentive_bill_id: str, incentive_detail_id: str) -> Key[IncentiveDetail]:
    return IncentiveDetail.key(partner_id=caller.partner_id, incentive_bill_id=incentive_bill_id, incentive_detail_id=incentive_detail_id)


INCENTIVE_BILL_DETAILS = View(
    IncentiveDetail,
    title=Label("激励账单明细", "Details of an incentive bill"),
    within=lambda caller, asked: IncentiveDetail.partition(partner_id=caller.partner_id, incentive_bill_id=asked["incentive_bill_id"]),
    one=_detail_key,
    columns=_DETAIL,
    newest_first=False,
)

INCENTIVE_DETAILS = View(
    IncentiveDetail,
    title=Label("激励明细", "Incentive details"),
    within=lambda caller, asked: IncentiveDetail.owner_partition(partner_id=caller.partner_id, year=asked["year"]),
    one=_detail_key,
    index=OWNER,
    columns=_DETAIL,
    filters=[
        equals("billing_period", "账期", "Billing period"),
        equals("billing_mode", "计费模式", "Billing mode"),
        equals("product_type", "产品类型", "Product type"),
        equals("customer_name", "客户名称", "Customer"),
    ],
    required={"year": Year},
)

PAYOUTS = View(
    IncentivePayout,
    title=Label("申付记录", "Payouts"),
    within=lambda caller, _: IncentivePayout.partition(partner_id=caller.partner_id),
    one=lambda caller, payout_no: payout_key(caller.partner_id, payout_no),
    columns=[
        col("payout_no", "申付单号", "Payout no."),
        col("reconciliation_periods", "对账期次", "Reconciliation periods"),
        col("incentive_amount", "激励金额(¥)", "Incentive amount"),
        col("method", "发放方式", "Payout method"),
        col("status", "状态", "Status"),
        col("applied_at", "申请时间", "Applied at"),
        col("applicant", "申请人员", "Applicant"),
        col("paid_at", "完成时间", "Paid at"),
        col("incentive_bill_ids", "激励账单", "Incentive bills", in_list=False),
    ],
    filters=[
        equals("method", "发放方式", "Payout method", PayoutMethod),
        equals("status", "状态", "Status", PayoutStatus),
    ],
)
