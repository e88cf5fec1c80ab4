"""A distributor's pages of what it passed on to resellers, and of what their customers did with it (11.1.6, 11.3.6.1.2, 11.3.6.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from partner_center.coupons.coupon import Coupon, CouponStatus, coupon_key, status_condition
from partner_center.coupons.kinds import CouponKind
from partner_center.coupons.operation import CouponOperation, OperationType
from partner_center.coupons.quota import CouponQuota, QuotaStatus
from partner_center.coupons.reseller_quotas.operation import QuotaOperation
from partner_center.coupons.views import coupon_columns, issue_bounds, quota_status_condition, uses_of_issued
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import LedgerEntry, statement_partition
from partner_center.platform.table import LOOKUP, OWNER, query
from partner_center.platform.view import Filter, Spot, View, Way, begins, col, contains, equals, status_at
from partner_center.resellers import acting_for_reseller_once

# --- what was passed on -------------------------------------------------------------------------------------------------------------


def _passed_on(kind: CouponKind, caller: Caller) -> str:
    return CouponQuota.owner_partition(source_partner_id=caller.partner_id, coupon_kind=kind)


def reseller_quotas(kind: CouponKind) -> View[CouponQuota]:
    """已发放代金券额度: also what was recalled or is over stays visible (11.1.6/r8)."""
    return View(
        CouponQuota,
        title=Label(f"已发放{kind.label.zh}额度", f"{kind.label.en} quotas of resellers"),
        within=lambda caller, asked: _passed_on(kind, caller),
        one=lambda caller, quota_id: Spot(_passed_on(kind, caller), quota_id, quota_id, index=OWNER),
        index=OWNER,
        columns=[
            col("quota_id", "额度编号", "Quota ID"),
            col("issued_at", "发放时间", "Issued at"),
            col("reseller_id", "云经销商ID", "Reseller ID", value=lambda quota: quota.partner_id),
            col("reseller_name", "云经销商名称", "Reseller", masked=True),
            col("reseller_account", "云经销商账号名", "Account name", masked=True),
            col("initial_amount", "发放额度(¥)", "Amount passed on"),
            col("remaining_amount", "剩余额度(¥)", "Remaining amount", value=lambda quota: quota.balance),
            col("status", "状态", "Status", at=lambda quota, now: quota.status_at(now)),
            col("effective_at", "生效时间", "Effective at"),
            col("expires_at", "失效时间", "Expires at"),
            col("source_quota_id", "来源额度", "Source quota"),
            col("ended_as", "失效原因", "Why it is invalid", in_list=False),
            col("ended_at", "失效处理时间", "Ended at", in_list=False),
            col("surrendered", "已收回(¥)", "Taken back", in_list=False),
            col("issued", "累计发放(¥)", "Issued", in_list=False),
            col("used", "已使用(¥)", "Used", in_list=False),
        ],
        filters=[
            begins("quota_id", "额度编号", "Quota ID"),
            equals("source_quota_id", "来源额度", "Source quota"),
            contains("reseller_name", "云经销商名称", "Reseller"),
            contains("reseller_account", "云经销商账号名", "Account name"),
            status_at("status", "状态", "Status", QuotaStatus, quota_status_condition),
        ],
    )


# --- the log, tab 云经销商 ----------------------------------------------------------------------------------------------------------


def _span(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    return (clock.iso(since) if since else None, clock.iso(until) + "/~" if until else None)


def _quota_operation_at(kind: CouponKind, caller: Caller, operated_at: str, quota_id: str) -> Spot:
    partition = QuotaOperation.partition(partner_id=caller.partner_id, coupon_kind=kind)
    return Spot(partition, f"{operated_at}/", f"{operated_at}/~", QuotaOperation.quota_id == quota_id)


def _way_of_source(caller: Caller, asked: dict[str, Any]) -> Way | None:
    """What was passed on of one quota lies together (row 操作记录)."""
    if not (source_quota_id := asked.get("source_quota_id")):
        return None
    return Way((QuotaOperation.owner_partition(partner_id=caller.partner_id, source_quota_id=source_quota_id),), OWNER)


def reseller_quota_operations(kind: CouponKind) -> View[QuotaOperation]:
    """What was passed on to resellers and taken back, of all quotas or of one (11.3.6.1.4/r1-r3)."""
    return View(
        QuotaOperation,
        title=Label(f"{kind.label.zh}额度操作记录", f"{kind.label.en} quotas of resellers: operations"),
        within=lambda caller, asked: QuotaOperation.partition(partner_id=caller.partner_id, coupon_kind=kind),
        one=lambda caller, operated_at, quota_id: _quota_operation_at(kind, caller, operated_at, quota_id),
        span=_span,
        ways=_way_of_source,
        columns=[
            col("operation_type", "操作类型", "Operation"),
            col("quota_id", "额度编号", "Quota ID"),
            col("source_quota_id", "来源额度", "Source quota"),
            col("amount", "发放/回收金额(¥)", "Amount"),
            col("reseller_id", "云经销商ID", "Reseller ID"),
            col("reseller_name", "云经销商名称", "Reseller", masked=True),
            col("reseller_account", "云经销商账号名", "Account name", masked=True),
            col("result", "操作结果", "Result", value=lambda _: "成功"),
            col("operator", "操作员", "Operator", value=lambda operation: operation.operator or "无"),
            col("operated_at", "操作时间", "Time"),
        ],
        filters=[
            contains("reseller_name", "云经销商名称", "Reseller"),
            equals("source_quota_id", "来源额度", "Source quota"),
            equals("quota_id", "额度编号", "Quota ID"),
            equals("operation_type", "操作类型", "Operation", OperationType),
            equals("operator", "操作员", "Operator"),
        ],
    )


# --- resellers' customers: tab 客户 -------------------------------------------------------------------------------------------------
# What came of the caller's own quotas, whether the two still work together or not; never the issuer's remark (10.4.6.1.2/r5).


def _operations_of_reseller(kind: CouponKind, caller: Caller, reseller_id: str) -> str:
    reseller = acting_for_reseller_once(caller, reseller_id).partner_id
    where = CouponOperation.LOOKUP
    assert where is not None
    key = where.of(
        {"source_partner_id": caller.partner_id, "partner_id": reseller, "coupon_kind": kind, "operated_at": "-", "operation_id": "-"}
    )
    assert key is not None
    return key[0]


def reseller_operations(kind: CouponKind) -> View[CouponOperation]:
    """What a reseller issued of the caller's quotas to its customers, and what went back (11.3.6.1.4/r4, r7)."""
    return View(
        CouponOperation,
        title=Label(f"云经销商客户的{kind.label.zh}操作记录", f"{kind.label.en} operations of a reseller"),
        within=lambda caller, asked: _operations_of_reseller(kind, caller, asked["reseller_id"]),
        one=lambda caller, reseller_id, operated_at, coupon_id: Spot(
            _operations_of_reseller(kind, caller, reseller_id),
            f"{operated_at}/",
            f"{operated_at}/~",
            CouponOperation.coupon_id == coupon_id,
            LOOKUP,
        ),
        index=LOOKUP,
        span=_span,
        columns=[
            col("operation_type", "操作类型", "Operation"),
            col("reseller_id", "云经销商ID", "Reseller ID", value=lambda operation: operation.partner_id),
            col("coupon_id", f"{kind.label.zh}ID", f"{kind.label.en} ID"),
            col("quota_id", "额度编号", "Quota ID"),
            col("amount", "发放/回收金额(¥)", "Amount"),
            col("customer_name", "客户名称", "Customer name", masked=True),
            col("account_name", "账号名", "Account name", masked=True),
            col("result", "操作结果", "Result", value=lambda _: "成功"),
            col("operator", "操作员", "Operator", value=lambda operation: operation.operator or "无"),
            col("operated_at", "操作时间", "Time"),
        ],
        filters=[
            contains("customer_name", "客户名称", "Customer name"),
            equals("quota_id", "额度编号", "Quota ID"),
            equals("coupon_id", f"{kind.label.zh}ID", f"{kind.label.en} ID"),
            equals("operation_type", "操作类型", "Operation", OperationType),
            equals("operator", "操作员", "Operator"),
        ],
    )


def _way_of_own_quotas(kind: CouponKind, caller: Caller, asked: dict[str, Any]) -> Way:
    """A reseller's coupons as they lie, of which its distributor sees those of its own quotas."""
    partition, distributor_id = _coupons_of(kind, caller, asked["reseller_id"]), caller.partner_id

    def of_own(found: Sequence[Coupon]) -> list[Coupon]:
        return [coupon for coupon in found if coupon.source_partner_id == distributor_id]

    return Way((partition,), fetch=of_own)


def _coupons_of(kind: CouponKind, caller: Caller, reseller_id: str) -> str:
    return Coupon.partition(partner_id=acting_for_reseller_once(caller, reseller_id).partner_id, coupon_kind=kind)


def _coupon_of_reseller(kind: CouponKind, caller: Caller, reseller_id: str, coupon_id: str) -> Spot:
    return Spot(_coupons_of(kind, caller, reseller_id), coupon_id, coupon_id, Coupon.source_partner_id == caller.partner_id)


def reseller_coupons(kind: CouponKind) -> View[Coupon]:
    """Basic information of what a reseller issued of the caller's quotas (11.3.6.1.4/r6, r7)."""
    return View(
        Coupon,
        title=Label(f"云经销商客户的{kind.label.zh}", f"{kind.label.en}s of a reseller's customers"),
        within=lambda caller, asked: _coupons_of(kind, caller, asked["reseller_id"]),
        one=lambda caller, reseller_id, coupon_id: _coupon_of_reseller(kind, caller, reseller_id, coupon_id),
        span=lambda since, until: issue_bounds(kind, since, until),
        ways=lambda caller, asked: _way_of_own_quotas(kind, caller, asked),
        columns=[
            col("reseller_id", "云经销商ID", "Reseller ID", value=lambda coupon: coupon.partner_id),
            *(column for column in coupon_columns(kind) if column.name != "remark"),
        ],
        filters=[
            equals("customer_id", "客户ID", "Customer ID"),
            equals("quota_id", "额度编号", "Quota ID"),
            Filter(
                "status",
                Label("状态", "Status"),
                "equals",
                CouponStatus,
                lambda value, now: status_condition(value, now),
                lambda coupon, value, now: coupon.status_at(now) is value,
            ),
        ],
    )


def _statement_of_reseller(kind: CouponKind, caller: Caller, reseller_id: str, coupon_id: str) -> str:
    reseller = acting_for_reseller_once(caller, reseller_id).partner_id
    key = coupon_key(reseller, kind, coupon_id)
    own = Coupon.source_partner_id == caller.partner_id
    found = query(Coupon, key.partition, first=key.sort, last=key.sort, limit=1, where=own).items
    if not found:
        raise NotFound("coupon")
    return statement_partition(found[0].account_id)


def uses_of_reseller(kind: CouponKind) -> View[LedgerEntry]:
    """What such a coupon paid and got back (11.3.6.1.4/r6, r7)."""
    return replace(
        uses_of_issued(kind),
        title=Label(f"云经销商客户的{kind.label.zh}使用记录", f"{kind.label.en} uses of a reseller's customers"),
        within=lambda caller, asked: _statement_of_reseller(kind, caller, asked["reseller_id"], asked["coupon_id"]),
    )


RESELLER_VOUCHER_QUOTAS = reseller_quotas(CouponKind.VOUCHER)
RESELLER_VOUCHER_QUOTA_OPERATIONS = reseller_quota_operations(CouponKind.VOUCHER)
RESELLER_VOUCHER_OPERATIONS = reseller_operations(CouponKind.VOUCHER)
RESELLER_VOUCHERS = reseller_coupons(CouponKind.VOUCHER)
RESELLER_VOUCHER_USES = uses_of_reseller(CouponKind.VOUCHER)
