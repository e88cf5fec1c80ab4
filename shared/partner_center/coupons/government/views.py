"""The pages of cash coupons, pick-up coupons and the whitelists (14.2, 16.2)."""

from __future__ import annotations

from partner_center.coupons.kinds import CouponKind
from partner_center.coupons.pickup_whitelist import EntryStatus, PickupWhitelistEntry, entry_key
from partner_center.coupons.subsidy_whitelist import (
    RejectReason,
    VersionStatus,
    WhitelistLine,
    WhitelistReject,
    WhitelistVersion,
    version_key,
)
from partner_center.coupons.views import issued_coupons, operations_of, quotas_of, uses_of_issued
from partner_center.kernel.labels import Label
from partner_center.platform.table import OWNER
from partner_center.platform.view import Filter, View, col, contains, equals

CASH_COUPON_QUOTAS = quotas_of(CouponKind.CASH_COUPON)
ISSUED_CASH_COUPONS = issued_coupons(CouponKind.CASH_COUPON)
CASH_COUPON_OPERATIONS = operations_of(CouponKind.CASH_COUPON)
CASH_COUPON_USES = uses_of_issued(CouponKind.CASH_COUPON)

PICKUP_QUOTAS = quotas_of(CouponKind.PICKUP_COUPON)
ISSUED_PICKUP_COUPONS = issued_coupons(CouponKind.PICKUP_COUPON)
PICKUP_OPERATIONS = operations_of(CouponKind.PICKUP_COUPON)
PICKUP_USES = uses_of_issued(CouponKind.PICKUP_COUPON)

WHITELIST_VERSIONS = View(
    WhitelistVersion,
    title=Label("客户白名单版本", "Versions of the whitelist"),
    within=lambda caller, asked: WhitelistVersion.partition(partner_id=caller.partner_id),
    one=lambda caller, version_no: version_key(caller.partner_id, version_no),
    columns=[
        col("version_no", "版本", "Version"),
        col("status", "状态", "Status"),
        col("valid", "是否有效", "Valid"),
        col("listed", "导入客户数", "Customers listed"),
        col("rejected", "未导入行数", "Rows rejected"),
        col("flaw", "失败原因", "Why it failed"),
        col("file_name", "文件名", "File"),
        col("imported_by", "导入人", "Imported by"),
        col("imported_at", "导入时间", "Imported at"),
        col("completed_at", "完成时间", "Completed at"),
        col("file_id", "文件ID", "File ID", in_list=False),
        col("last_row", "已读到行", "Read up to row", in_list=False),
    ],
    filters=[equals("status", "状态", "Status", VersionStatus)],
)

WHITELIST_CUSTOMERS = View(
    WhitelistLine,
    title=Label("客户白名单", "Whitelist of customers"),
    within=lambda caller, asked: WhitelistLine.partition(partner_id=caller.partner_id, version_no=asked["version_no"]),
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer name"),
        col("account_name", "账号名", "Account name"),
        col("version_no", "版本", "Version"),
        col("row", "行号", "Row"),
    ],
    filters=[contains("customer_name", "客户名称", "Customer name"), contains("account_name", "账号名", "Account name")],
    newest_first=False,
)

WHITELIST_REJECTS = View(
    WhitelistReject,
    title=Label("未导入的客户", "Rows that were not listed"),
    within=lambda caller, asked: WhitelistReject.partition(partner_id=caller.partner_id, version_no=asked["version_no"]),
    columns=[
        col("row", "行号", "Row"),
        col("reason", "原因", "Why"),
        col("customer_name", "客户名称", "Customer name"),
        col("account_name", "账号名", "Account name"),
    ],
    filters=[equals("reason", "原因", "Why", RejectReason)],
    newest_first=False,
)

# One search box for both (16.2.1).
_NAME_OR_ACCOUNT = Filter(
    "text",
    Label("客户名称或账号名", "Customer name or account name"),
    "contains",
    build=lambda text, _: PickupWhitelistEntry.customer_name.contains(text) | PickupWhitelistEntry.account_name.contains(text),
)

PICKUP_WHITELIST = View(
    PickupWhitelistEntry,
    title=Label("提货券白名单", "Whitelist of pick-up coupons"),
    within=lambda caller, asked: PickupWhitelistEntry.owner_partition(partner_id=caller.partner_id),
    one=lambda caller, customer_id: entry_key(caller.partner_id, customer_id),
    index=OWNER,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer name"),
        col("account_name", "账号名", "Account name"),
        col("remark", "备注", "Remark"),
        col("status", "状态", "Status"),
        col("created_at", "创建时间", "Created at"),
        col("invalidated_at", "失效时间", "Invalid since"),
        col("invalid_type", "失效类型", "Why it is invalid"),
    ],
    filters=[
        _NAME_OR_ACCOUNT,
        equals("status", "状态", "Status", EntryStatus),
    ],
)
