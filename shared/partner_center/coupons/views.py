"""The pages of coupons: the same columns for every kind, with the kind's own names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from partner_center.coupons.coupon import BillingScope, Coupon, CouponEnd, CouponStatus, coupon_key, status_condition
from partner_center.coupons.kinds import CouponKind, terms_of
from partner_center.coupons.operation import CouponOperation, OperationType
from partner_center.coupons.quota import CouponQuota, QuotaEnd, QuotaStatus, quota_key
from partner_center.kernel import clock
from partner_center.kernel.labels import Label, Labelled
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import LedgerEntry, Movement
from partner_center.platform.table import OWNER
from partner_center.platform.view import Filter, Spot, View, Way, begins, col, contains, equals, status_at

LONG_EXPIRED_MONTHS = 24  # 10.4.6.1.2/r7, r8
SHOWN_TO_CUSTOMER_MONTHS = 6  # 13.5.2/r9, 0.6/r4


def _named(kind: CouponKind, zh: str, en: str) -> Label:
    return Label(f"{kind.label.zh}{zh}", f"{kind.label.en}{en}")


# --- quotas ---------------------------------------------------------------------------------------------------------------------


def quota_status_condition(status: QuotaStatus, now: datetime) -> Any:
    """The storage's condition for quotas that have a status at an instant; `status_at` in the storage's words."""
    over = CouponQuota.ended_as.exists() | (CouponQuota.expires_at < now)
    if status is QuotaStatus.INVALID:
        return over
    if status is QuotaStatus.ADJUSTING:
        return ~over & (CouponQuota.adjusting == True)  # noqa: E712 - the storage's comparison, not Python's
    running = ~over & (CouponQuota.adjusting == False)  # noqa: E712 - likewise
    begun = CouponQuota.effective_at <= now
    return running & (begun if status is QuotaStatus.VALID else ~begun)


def quota_columns() -> list[Any]:
    """What is shown of a quota, whichever kind it is of."""
    return [
        col("quota_id", "额度编号", "Quota ID"),
        col("issued_at", "发放时间", "Granted at"),
        col("initial_amount", "初始额度(¥)", "Initial amount"),
        col("remaining_amount", "剩余额度(¥)", "Remaining amount", value=lambda quota: quota.balance),
        col("status", "状态", "Status", at=lambda quota, now: quota.status_at(now)),
        col("effective_at", "生效时间", "Effective at"),
        col("expires_at", "失效时间", "Expires at"),
        col("source", "来源", "Source", in_list=False),
        col("contract_no", "合同号", "Contract", in_list=False),
        col("source_quota_id", "来源额度", "Source quota", in_list=False),
        col("ended_as", "失效原因", "Why it is invalid", in_list=False),
        col("issued", "累计发放(¥)", "Issued", in_list=False),
        col("recalled", "累计回收(¥)", "Recalled", in_list=False),
        col("expired", "过期回收(¥)", "Expired and recalled", in_list=False),
        col("passed_on", "累计下发额度(¥)", "Passed on", in_list=False),
        col("taken_back", "累计收回额度(¥)", "Taken back", in_list=False),
        col("used", "已使用(¥)", "Used", in_list=False),
        col("allowed_product_types", "适用产品", "Products", in_list=False),
        col("allowed_order_types", "订购类型", "Order types", in_list=False),
        col("min_face_value", "最小面值(¥)", "Lowest face value", in_list=False),
        col("max_face_value", "最大面值(¥)", "Highest face value", in_list=False),
        col("max_order_deduction_ratio", "订单额最大抵扣比例", "Largest share of an order", in_list=False),
        col("max_vouchers_per_customer", "单客户张数上限", "Coupons per customer", in_list=False),
        col("max_amount_per_customer", "单客户金额上限(¥)", "Amount per customer", in_list=False),
        col("invoice_to_user", "限制开票对象为用券人", "Only the user may be invoiced", in_list=False),
        col("designated_customer_id", "指定客户使用", "For this customer only", in_list=False),
    ]


def quotas_of(kind: CouponKind) -> View[CouponQuota]:
    """The quotas of the caller's partner. One that was recalled is not its to see any more (11.1.6/r12)."""
    return View(
        CouponQuota,
        title=_named(kind, "额度", " quotas"),
        within=lambda caller, asked: CouponQuota.partition(partner_id=caller.partner_id, coupon_kind=kind),
        one=lambda caller, quota_id: quota_key(caller.partner_id, kind, quota_id),
        where=lambda now: CouponQuota.ended_as.does_not_exist() | (CouponQuota.ended_as != QuotaEnd.RECALLED),
        columns=quota_columns(),
        filters=[
            begins("quota_id", "额度编号", "Quota ID"),
            status_at("status", "状态", "Status", QuotaStatus, quota_status_condition),
        ],
    )


# --- issued coupons ---------------------------------------------------------------------------------------------------------------


def issue_bounds(kind: CouponKind, since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    """The ids between which the coupons issued in a span of time lie (to the second)."""
    prefix = terms_of(kind, clock.now()).id_prefix
    first = f"{prefix}{since.astimezone(UTC):%y%m%d%H%M%S}" if since else None
    return (first, f"{prefix}{until.astimezone(UTC):%y%m%d%H%M%S}~" if until else None)


def coupon_columns(kind: CouponKind) -> list[Any]:
    """What is shown of a coupon to whoever issued it."""
    return [
        col("coupon_id", f"{kind.label.zh}ID", f"{kind.label.en} ID"),
        col("contract_no", "合同号", "Contract"),
        col("face_value", f"{kind.label.zh}面值(¥)", "Face value"),
        col("balance", "余额(¥)", "Balance"),
        col("status", "状态", "Status", at=lambda coupon, now: coupon.status_at(now)),
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer name", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("quota_id", "额度编号", "Quota ID"),
        col("issued_at", "发放时间", "Issued at"),
        col("effective_at", "生效时间", "Effective at"),
        col("expires_at", "失效时间", "Expires at"),
        col("billing_scope", "使用类型", "Charges it pays", in_list=False),
        col("min_order_amount", "最小可用订单额(¥)", "Minimum order amount", in_list=False),
        col("usage_limit_ratio", "使用限制比例", "Largest share of an order", in_list=False),
        col("order_types", "订购类型", "Order types", in_list=False),
        col("product_types", "适用云服务类型/产品", "Products", in_list=False),
        col("discount_restricted", "订单折扣限制", "Not with authorised discounts", in_list=False),
        col("locked", "锁定金额(¥)", "Locked by unpaid orders", in_list=False),
        col("returned_amount", "回收金额(¥)", "Amount recalled", in_list=False),
        col("remark", "备注信息", "Remark", in_list=False),
    ]


def _coupon_filters(kind: CouponKind) -> list[Filter]:
    return [
        begins("coupon_id", f"{kind.label.zh}ID", f"{kind.label.en} ID"),
        equals("quota_id", "额度编号", "Quota ID"),
        equals("customer_id", "客户ID", "Customer ID"),
        contains("customer_name", "客户名称", "Customer name"),
        contains("account_name", "账号名", "Account name"),
        status_at("status", "状态", "Status", CouponStatus, status_condition),
    ]


def issued_coupons(kind: CouponKind) -> View[Coupon]:
    """What the caller's partner issued: not expired, or expired within two years (10.4.6.1.2/r7)."""
    return View(
        Coupon,
        title=Label(f"已发放{kind.label.zh}", f"Issued: {kind.label.en}"),
        within=lambda caller, asked: Coupon.partition(partner_id=caller.partner_id, coupon_kind=kind),
        one=lambda caller, coupon_id: coupon_key(caller.partner_id, kind, coupon_id),
        span=lambda since, until: issue_bounds(kind, since, until),
        where=lambda now: Coupon.expires_at >= clock.months_later(now, -LONG_EXPIRED_MONTHS),
        columns=coupon_columns(kind),
        filters=_coupon_filters(kind),
    )


def since_midnight(since: datetime | None, now: datetime) -> datetime:
    """The earliest issue that the page of today shows: the Beijing day's."""
    midnight = clock.start_of(clock.business_date(now))
    return max(since, midnight) if since else midnight


def issued_today(kind: CouponKind) -> View[Coupon]:
    """What the caller's partner issued today: the link of the issue form (12.3.6.2)."""
    return replace(
        issued_coupons(kind),
        title=Label(f"今日已发放{kind.label.zh}", f"Issued today: {kind.label.en}"),
        earliest=since_midnight,
        where=lambda now: Coupon.issued_at >= since_midnight(None, now),
    )


def long_expired_coupons(kind: CouponKind) -> View[Coupon]:
    """What expired more than two years ago (10.4.6.1.2/r8)."""
    return View(
        Coupon,
        title=Label(f"失效超过2年的{kind.label.zh}", f"Expired for two years: {kind.label.en}"),
        within=lambda caller, asked: Coupon.partition(partner_id=caller.partner_id, coupon_kind=kind),
        one=lambda caller, coupon_id: coupon_key(caller.partner_id, kind, coupon_id),
        where=lambda now: Coupon.expires_at < clock.months_later(now, -LONG_EXPIRED_MONTHS),
        columns=coupon_columns(kind),
        newest_first=False,
    )


class ExpiringSoon(Labelled):
    """How soon coupons expire (10.4.1.1/r9)."""

    WEEK = "7", "7天内失效", "Within 7 days"


def expires_within(coupon: Coupon, days: Any, now: datetime) -> bool:
    """Whether a coupon is over within so many days."""
    return now <= coupon.expires_at <= now + clock.DAY * int(days)


def _way_of_own(kind: CouponKind, caller: Caller, asked: dict[str, Any]) -> Way:
    """A customer's coupons by expiry, of which a partner sees its own."""
    partner_id, partition = caller.partner_id, Coupon.owner_partition(customer_id=asked["customer_id"], coupon_kind=kind)
    return Way((partition,), OWNER, fetch=lambda found: [coupon for coupon in found if coupon.partner_id == partner_id])


def coupons_of_customer(kind: CouponKind) -> View[Coupon]:
    """What the caller's partner issued to one customer (10.4.1.1/r20)."""
    return View(
        Coupon,
        title=Label(f"客户{kind.label.zh}", f"A customer's: {kind.label.en}"),
        within=lambda caller, asked: Coupon.owner_partition(customer_id=asked["customer_id"], coupon_kind=kind),
        one=lambda caller, coupon_id: coupon_key(caller.partner_id, kind, coupon_id),
        index=OWNER,
        ways=lambda caller, asked: _way_of_own(kind, caller, asked),
        columns=coupon_columns(kind),
        filters=[
            Filter(
                "status",
                Label("状态", "Status"),
                "equals",
                CouponStatus,
                lambda value, now: status_condition(value, now),
                lambda coupon, value, now: coupon.status_at(now) is value,
            ),
            Filter(
                "expires_within",
                Label("失效时间", "Expires"),
                "equals",
                ExpiringSoon,
                lambda value, now: Coupon.expires_at.between(now, now + clock.DAY * int(value)),
                expires_within,
            ),
        ],
        newest_first=False,
    )


# --- the log ----------------------------------------------------------------------------------------------------------------------


def _operation_at(kind: CouponKind, caller: Caller, operated_at: str, coupon_id: str) -> Spot:
    partition = CouponOperation.partition(partner_id=caller.partner_id, coupon_kind=kind)
    return Spot(partition, f"{operated_at}/", f"{operated_at}/~", CouponOperation.coupon_id == coupon_id)


def _way_of_quota(caller: Caller, asked: dict[str, Any]) -> Way | None:
    """The operations of one quota lie together (10.4.6.1.4/r2)."""
    if not (quota_id := asked.get("quota_id")):
        return None
    return Way((CouponOperation.owner_partition(partner_id=caller.partner_id, quota_id=quota_id),), OWNER)


def _what(kind: CouponKind, operation: CouponOperation) -> Label:
    """What is written in the log: the kind's name of a recall (强制回收), or the general one with the kind."""
    if operation.operation_type is OperationType.RECALL:
        return terms_of(kind, operation.operated_at).recalled_as
    label = operation.operation_type.label
    return Label(f"{label.zh}{kind.label.zh}", f"{kind.label.en}: {label.en.lower()}")


def operations_of(kind: CouponKind) -> View[CouponOperation]:
    """What was issued and went back, of all quotas or of one (10.4.6.1.4, 14.2.1.5, 14.2.2.5, 16.2.2.5)."""
    return View(
        CouponOperation,
        title=_named(kind, "操作记录", ": operations"),
        within=lambda caller, asked: CouponOperation.partition(partner_id=caller.partner_id, coupon_kind=kind),
        one=lambda caller, operated_at, coupon_id: _operation_at(kind, caller, operated_at, coupon_id),
        span=lambda since, until: (clock.iso(since) if since else None, clock.iso(until) + "/~" if until else None),
        ways=_way_of_quota,
        export_span_months=terms_of(kind, clock.now()).export_months,
        columns=[
            col("operation_type", "操作类型", "Operation"),
            col("operation", "操作", "What was done", value=lambda operation: _what(kind, operation)),
            col("coupon_id", f"{kind.label.zh}ID", f"{kind.label.en} ID"),
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
            contains("account_name", "账号名", "Account name"),
            equals("coupon_id", f"{kind.label.zh}ID", f"{kind.label.en} ID"),
            equals("operator", "操作员", "Operator"),
        ],
    )


# --- what a coupon paid -------------------------------------------------------------------------------------------------------------

USES = (Movement.COUPON_DEDUCTION, Movement.COUPON_REFUND)

USE_COLUMNS = [
    col("movement", "类型", "Kind"),
    col("amount", "金额(¥)", "Amount", value=lambda entry: -entry.amount),
    col("balance", "余额(¥)", "Balance"),
    col("reference", "订单/账单", "Order or bill"),
    col("occurred_at", "时间", "Time"),
    col("movement_id", "流水号", "Movement"),
]


def _statement(partner_id: str, kind: CouponKind, coupon_id: str) -> str:
    key = coupon_key(partner_id, kind, coupon_id)
    return LedgerEntry.partition(account_id=f"{key.partition}/{key.sort}")


def uses_of_issued(kind: CouponKind) -> View[LedgerEntry]:
    """What a coupon of the caller's partner paid and got back: the statement of its account (13.5.1/r1, 14.2.1.4)."""
    return View(
        LedgerEntry,
        title=_named(kind, "使用记录", ": uses"),
        within=lambda caller, asked: _statement(caller.partner_id, kind, asked["coupon_id"]),
        where=lambda now: LedgerEntry.movement.is_in(*USES),
        columns=USE_COLUMNS,
    )


# --- the customer's side --------------------------------------------------------------------------------------------------------------


def shown_to_customer_since(since: datetime | None, now: datetime) -> datetime:
    """The earliest expiry of the coupons a customer sees (13.5.2/r9)."""
    earliest = clock.months_later(now, -SHOWN_TO_CUSTOMER_MONTHS)
    return max(since, earliest) if since else earliest


def own_coupons(kind: CouponKind) -> View[Coupon]:
    """What the calling customer holds: not what was recalled (10.4.6.1.3/r5), nor what expired more than six months ago."""
    return View(
        Coupon,
        title=Label(f"我的{kind.label.zh}", f"Own: {kind.label.en}"),
        within=lambda caller, asked: Coupon.owner_partition(customer_id=caller.customer_id, coupon_kind=kind),
        one=lambda caller, coupon_id: _own(kind, caller, coupon_id),
        index=OWNER,
        span=lambda since, until: (clock.iso(since) if since else None, clock.iso(until) + "/~" if until else None),
        earliest=shown_to_customer_since,
        where=lambda _: Coupon.ended_as.does_not_exist() | (Coupon.ended_as == CouponEnd.EXPIRED),
        columns=[
            col("coupon_id", f"{kind.label.zh}ID", f"{kind.label.en} ID"),
            col("partner_id", "合作伙伴", "Partner"),
            col("face_value", "面值(¥)", "Face value"),
            col("balance", "余额(¥)", "Balance"),
            col("locked", "锁定金额(¥)", "Locked by unpaid orders"),
            col("status", "状态", "Status", at=lambda coupon, now: coupon.status_at(now)),
            col("billing_scope", "使用类型", "Charges it pays"),
            col("min_order_amount", "最小可用订单额(¥)", "Minimum order amount"),
            col("usage_limit_ratio", "使用限制比例", "Largest share of an order"),
            col("order_types", "订购类型", "Order types"),
            col("product_types", "适用云服务类型/产品", "Products"),
            col("discount_restricted", "不可与授权折扣同享", "Not with authorised discounts"),
            col("effective_at", "生效时间", "Effective at"),
            col("expires_at", "失效时间", "Expires at"),
        ],
        filters=[
            equals("billing_scope", "使用类型", "Charges it pays", BillingScope),
            status_at("status", "状态", "Status", CouponStatus, status_condition),
        ],
    )


def _own(kind: CouponKind, caller: Caller, coupon_id: str) -> Spot:
    partition = Coupon.owner_partition(customer_id=caller.customer_id, coupon_kind=kind)
    first = clock.iso(shown_to_customer_since(None, clock.now()))
    return Spot(partition, first, "~", Coupon.coupon_id == coupon_id, OWNER)


# --- the pages --------------------------------------------------------------------------------------------------------------------

VOUCHER_QUOTAS = quotas_of(CouponKind.VOUCHER)
ISSUED_VOUCHERS = issued_coupons(CouponKind.VOUCHER)
VOUCHERS_ISSUED_TODAY = issued_today(CouponKind.VOUCHER)
LONG_EXPIRED_VOUCHERS = long_expired_coupons(CouponKind.VOUCHER)
VOUCHERS_OF_CUSTOMER = coupons_of_customer(CouponKind.VOUCHER)
VOUCHER_OPERATIONS = operations_of(CouponKind.VOUCHER)
VOUCHER_USES = uses_of_issued(CouponKind.VOUCHER)
CUSTOMER_VOUCHERS = own_coupons(CouponKind.VOUCHER)
