"""The pages of coupons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from partner_center.coupons.operation import CouponOperation, OperationType
from partner_center.coupons.quota import CouponQuota, quota_key
from partner_center.coupons.voucher import BillingScope, Voucher, VoucherEnd, VoucherStatus, status_condition, voucher_key
from partner_center.kernel import clock
from partner_center.kernel.labels import Label, Labelled
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER
from partner_center.platform.view import Filter, Spot, View, Way, begins, col, contains, equals, status_at

LONG_EXPIRED_MONTHS = 24  # 10.4.6.1.2/r7, r8
SHOWN_TO_CUSTOMER_MONTHS = 6  # 13.5.2/r9, 0.6/r4

VOUCHER_QUOTAS = View(
    CouponQuota,
    title=Label("代金券额度", "Voucher quotas"),
    within=lambda caller, asked: CouponQuota.partition(partner_id=caller.partner_id),
    one=lambda caller, quota_id: quota_key(caller.partner_id, quota_id),
    columns=[
        col("quota_id", "额度编号", "Quota ID"),
        col("issued_at", "发放时间", "Granted at"),
        col("initial_amount", "初始额度(¥)", "Initial amount"),
        col("remaining_amount", "剩余额度(¥)", "Remaining amount", value=lambda quota: quota.balance),
        col("status", "状态", "Status", at=lambda quota, now: quota.status_at(now)),
        col("effective_at", "生效时间", "Effective at"),
        col("expires_at", "失效时间", "Expires at"),
        col("source", "来源", "Source", in_list=False),
        col("allowed_product_types", "适用产品", "Products", in_list=False),
        col("min_face_value", "最小面值(¥)", "Lowest face value", in_list=False),
        col("max_face_value", "最大面值(¥)", "Highest face value", in_list=False),
        col("max_order_deduction_ratio", "订单额最大抵扣比例", "Largest share of an order", in_list=False),
        col("max_vouchers_per_customer", "单客户张数上限", "Vouchers per customer", in_list=False),
        col("max_amount_per_customer", "单客户金额上限(¥)", "Amount per customer", in_list=False),
    ],
)


def issue_bounds(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    """The ids between which the vouchers issued in a span of time lie (to the second)."""
    return (f"CP{since.astimezone(UTC):%y%m%d%H%M%S}" if since else None, f"CP{until.astimezone(UTC):%y%m%d%H%M%S}~" if until else None)


def _of_issuer(caller: Caller, _: dict[str, Any]) -> str:
    return Voucher.partition(partner_id=caller.partner_id)


_VOUCHER_COLUMNS = [
    col("voucher_id", "代金券ID", "Voucher ID"),
    col("face_value", "代金券面值(¥)", "Face value"),
    col("balance", "余额(¥)", "Balance"),
    col("status", "状态", "Status", at=lambda voucher, now: voucher.status_at(now)),
    col("customer_id", "客户ID", "Customer ID"),
    col("customer_name", "客户名称", "Customer name", masked=True),
    col("account_name", "账号名", "Account name", masked=True),
    col("quota_id", "额度编号", "Quota ID"),
    col("issued_at", "发放时间", "Issued at"),
    col("effective_at", "生效时间", "Effective at"),
    col("expires_at", "失效时间", "Expires at"),
    col("billing_scope", "使用类型", "Charges it pays", in_list=False),
    col("min_order_amount", "最小可用订单额(¥)", "Minimum order amount", in_list=False),
    col("product_types", "适用云服务类型/产品", "Products", in_list=False),
    col("returned_amount", "回收金额(¥)", "Amount recalled", in_list=False),
    col("remark", "备注信息", "Remark", in_list=False),
]
_VOUCHER_FILTERS = [
    begins("voucher_id", "代金券ID", "Voucher ID"),
    equals("quota_id", "额度编号", "Quota ID"),
    equals("customer_id", "客户ID", "Customer ID"),
    contains("customer_name", "客户名称", "Customer name"),
    status_at("status", "状态", "Status", VoucherStatus, status_condition),
]

ISSUED_VOUCHERS = View(
    Voucher,
    title=Label("已发放代金券", "Issued vouchers"),
    within=_of_issuer,
    one=lambda caller, voucher_id: voucher_key(caller.partner_id, voucher_id),
    span=issue_bounds,
    where=lambda now: Voucher.expires_at >= clock.months_later(now, -LONG_EXPIRED_MONTHS),
    columns=_VOUCHER_COLUMNS,
    filters=_VOUCHER_FILTERS,
)

LONG_EXPIRED_VOUCHERS = View(
    Voucher,
    title=Label("过期超过两年的代金券", "Vouchers expired for two years"),
    within=_of_issuer,
    one=lambda caller, voucher_id: voucher_key(caller.partner_id, voucher_id),
    where=lambda now: Voucher.expires_at < clock.months_later(now, -LONG_EXPIRED_MONTHS),
    columns=_VOUCHER_COLUMNS,
    newest_first=False,
)


class ExpiringSoon(Labelled):
    """How soon vouchers expire (10.4.1.1/r9)."""

    WEEK = "7", "7天内失效", "Within 7 days"


def _of_customer(caller: Caller, asked: dict[str, Any]) -> str:
    return Voucher.owner_partition(customer_id=asked["customer_id"])


def _way_of_own(caller: Caller, asked: dict[str, Any]) -> Way:
    """A customer's vouchers by expiry, of which a partner sees its own."""
    partner_id = caller.partner_id
    return Way(
        (_of_customer(caller, asked),), OWNER, fetch=lambda found: [voucher for voucher in found if voucher.partner_id == partner_id]
    )


def _expires_within(voucher: Voucher, days: Any, now: datetime) -> bool:
    return now <= voucher.expires_at <= now + clock.DAY * int(days)


VOUCHERS_OF_CUSTOMER = View(
    Voucher,
    title=Label("客户代金券", "A customer's vouchers"),
    within=_of_customer,
    one=lambda caller, voucher_id: voucher_key(caller.partner_id, voucher_id),
    index=OWNER,
    ways=_way_of_own,
    columns=_VOUCHER_COLUMNS,
    filters=[
        Filter(
            "status",
            Label("状态", "Status"),
            "equals",
            VoucherStatus,
            lambda value, now: status_condition(value, now),
            lambda voucher, value, now: voucher.status_at(now) is value,
        ),
        Filter(
            "expires_within",
            Label("失效时间", "Expires"),
            "equals",
            ExpiringSoon,
            lambda value, now: Voucher.expires_at.between(now, now + clock.DAY * int(value)),
            _expires_within,
        ),
    ],
    newest_first=False,
)


def _operation_at(caller: Caller, operated_at: str, voucher_id: str) -> Spot:
    partition = CouponOperation.partition(partner_id=caller.partner_id)
    return Spot(partition, f"{operated_at}/", f"{operated_at}/~", CouponOperation.voucher_id == voucher_id)


VOUCHER_OPERATIONS = View(
    CouponOperation,
    title=Label("代金券操作记录", "Voucher operations"),
    within=lambda caller, asked: CouponOperation.partition(partner_id=caller.partner_id),
    one=_operation_at,
    span=lambda since, until: (clock.iso(since) if since else None, clock.iso(until) + "/~" if until else None),
    columns=[
        col("operation_type", "操作类型", "Operation"),
        col("voucher_id", "代金券ID", "Voucher ID"),
        col("quota_id", "额度编号", "Quota ID"),
        col("amount", "发放/回收金额(¥)", "Amount"),
        col("customer_name", "客户名称", "Customer name", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("remark", "备注信息", "Remark"),
        col("result", "操作结果", "Result", value=lambda _: "成功"),
        col("operator", "操作员", "Operator", value=lambda operation: operation.operator or "无"),
        col("operated_at", "操作时间", "Time"),
    ],
    filters=[
        equals("quota_id", "额度编号", "Quota ID"),
        equals("operation_type", "操作类型", "Operation", OperationType),
        contains("customer_name", "客户名称", "Customer name"),
        equals("voucher_id", "代金券ID", "Voucher ID"),
        equals("operator", "操作员", "Operator"),
    ],
)


def shown_to_customer_since(since: datetime | None, now: datetime) -> datetime:
    """The earliest expiry of the vouchers a customer sees (13.5.2/r9)."""
    earliest = clock.months_later(now, -SHOWN_TO_CUSTOMER_MONTHS)
    return max(since, earliest) if since else earliest


CUSTOMER_VOUCHERS = View(
    Voucher,
    title=Label("我的代金券", "Own vouchers"),
    within=lambda caller, asked: f"customer/{caller.customer_id}/voucher",
    index=OWNER,
    span=lambda since, until: (clock.iso(since) if since else None, clock.iso(until) + "/~" if until else None),
    earliest=shown_to_customer_since,
    where=lambda _: Voucher.ended_as.does_not_exist() | (Voucher.ended_as == VoucherEnd.EXPIRED),
    columns=[
        col("voucher_id", "代金券ID", "Voucher ID"),
        col("partner_id", "合作伙伴", "Partner"),
        col("face_value", "面值(¥)", "Face value"),
        col("balance", "余额(¥)", "Balance"),
        col("status", "状态", "Status", at=lambda voucher, now: voucher.status_at(now)),
        col("billing_scope", "使用类型", "Charges it pays"),
        col("min_order_amount", "最小可用订单额(¥)", "Minimum order amount"),
        col("product_types", "适用云服务类型/产品", "Products"),
        col("effective_at", "生效时间", "Effective at"),
        col("expires_at", "失效时间", "Expires at"),
    ],
    filters=[
        equals("billing_scope", "使用类型", "Charges it pays", BillingScope),
        status_at("status", "状态", "Status", VoucherStatus, status_condition),
    ],
)
