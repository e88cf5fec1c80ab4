"""The pages of a customer's resources (guide 10.4.1.6, 11.3.1.6, 12.3.1.5; 10.4.1.1, tab 资源).

A page of a partner first asks whether the customer is the caller's: associated with its partner now, and within its data scope. A
distributor sees its own customers' only (11.3.1.6): its resellers' have no tab here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from partner_center.customers.association import Association, AssociationStatus, association_key
from partner_center.customers.resources.inventory_file import ALL_FILES, FileStatus, InventoryFile
from partner_center.customers.resources.kinds import ResourceKind
from partner_center.customers.resources.resource import CustomerResource, ResourceStatus, attached_to, resource_key
from partner_center.customers.resources.windows import ExpiryWindow
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound
from partner_center.kernel.labels import Label, Labelled
from partner_center.platform.caller import Caller
from partner_center.platform.reach import DataScope
from partner_center.platform.table import LOOKUP, OWNER, query
from partner_center.platform.view import Asked, Filter, Question, Spot, View, col, contains, equals
from partner_center.platform.work import real_now

ALL_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def require_own_customer(caller: Caller, customer_id: str) -> None:
    """Raise NotFound unless the customer is associated with the caller's partner now and within the caller's data scope."""
    key = association_key(caller.partner_id, customer_id)
    found = query(Association, key.partition, first=key.sort, last=key.sort, limit=1).items
    (association,) = DataScope(caller).within(found) or [None]
    if association is None or association.status is not AssociationStatus.ASSOCIATED:
        raise NotFound("customer")


@dataclass
class ResourcePage(View[CustomerResource]):
    """A page about one customer's resources. Every question asks whose the customer is; an expiry window becomes bounds of the key."""

    def question(self, caller: Caller, asked: Asked, now: datetime) -> Question:
        """What the list asks the storage for. Raises NotFound for a customer of somebody else."""
        require_own_customer(caller, asked["customer_id"])
        if window := asked.get("expires_within"):
            start, end = ExpiryWindow(window).bounds(now)
            asked = asked | {"since": max(start, asked.get("since", start)), "until": min(_before(end), asked.get("until", end))}
        return super().question(caller, asked, now)


class Activation(Labelled):
    """Which on-demand resources are listed (10.4.1.6/r1, r2)."""

    LAST_MONTH = "last_month", "近一个月", "The last month"
    ALL = "all", "全部时间", "All time"


@dataclass
class OnDemandPage(ResourcePage):
    """A page of on-demand resources: the list is of the last month unless more is asked for; an export holds all (10.4.1.6/r1-r3)."""

    def rows(self, caller: Caller, asked: Asked, **paging: Any) -> tuple[list[CustomerResource], Any]:
        """Some records of the list and where to go on."""
        if not {"activated", "since", "until"} & asked.keys():
            asked = asked | {"since": _a_month_before(real_now())}
        return super().rows(caller, asked, **paging)


def _before(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=1)


def _a_month_before(moment: datetime) -> datetime:
    return clock.months_later(moment, -1)


def _bounds(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    return clock.iso(since) if since else None, f"{clock.iso(until)}~" if until else None


def _own(kind: ResourceKind) -> Any:
    def one(caller: Caller, customer_id: str, resource_id: str) -> Spot:
        require_own_customer(caller, customer_id)
        key = resource_key(customer_id, resource_id)
        return Spot(key.partition, key.sort, key.sort, where=CustomerResource.resource_kind == kind)

    return one


def _list_of(kind: ResourceKind) -> Any:
    return lambda caller, asked: CustomerResource.owner_partition(customer_id=asked["customer_id"], resource_kind=kind)


def _is_there(now: datetime) -> Any:
    return CustomerResource.status != ResourceStatus.REMOVED


_BY_NAME = Filter(
    "name_or_id",
    Label("名称/ID", "Name/ID"),
    "contains",
    build=lambda value, now: CustomerResource.name.contains(value) | (CustomerResource.resource_id == value),
)
_WHAT = (
    equals("product_type", "产品类型", "Product type"),
    equals("region", "云服务区", "Region"),
    equals("status", "状态", "Status", ResourceStatus),
)


def _window(value: str, now: datetime) -> Any:
    start, end = ExpiryWindow(value).bounds(now)
    return CustomerResource.expires_at.between(start, _before(end))


_EXPIRY = Filter("expires_within", Label("到期时间", "Expires"), "equals", ExpiryWindow, _window)


def _activated(value: str, now: datetime) -> Any:
    return CustomerResource.activated_at >= (_a_month_before(now) if value == Activation.LAST_MONTH else ALL_TIME)


_ACTIVATION = Filter("activated", Label("开通时间", "Activated"), "equals", Activation, _activated)

_NAME = (
    col("customer_id", "客户ID", "Customer ID", in_list=False),
    col("resource_id", "资源ID", "Resource ID"),
    col("name", "名称", "Name"),
)
_PRODUCT = (
    col("product_type", "产品类型", "Product type"),
    col("product_spec", "产品规格", "Specification"),
    col("region", "云服务区", "Region"),
    col("status", "状态", "Status"),
)
_TERM = (
    col("effective_at", "生效时间", "Effective at"),
    col("expires_at", "失效时间", "Expires at"),
    col("expiry_policy", "到期处理", "At expiry"),
    col("retention_days_left", "保留剩余天数", "Days kept", at=lambda resource, now: resource.retention_days_left(now)),
    col("order_no", "订单号", "Order number"),
)
_ACTIVATED = (
    col("tags", "标签", "Tags", value=lambda resource: list(resource.tags)),
    col("activated_at", "开通时间", "Activated at"),
    col("payer_account", "支付账号", "Paid from"),
)
_DETAILS = (
    col("main_resource_id", "主资源ID", "Attached to", in_list=False),
    col("instance_info", "产品实例信息", "Instance", in_list=False),
    col("provisioning_info", "开通信息", "Provisioning", in_list=False),
    col("as_of", "数据时间", "As of", in_list=False),
)

SUBSCRIPTION_RESOURCES = ResourcePage(
    CustomerResource,
    title=Label("包年/包月资源", "Subscription resources"),
    within=_list_of(ResourceKind.SUBSCRIPTION),
    one=_own(ResourceKind.SUBSCRIPTION),
    where=_is_there,
    index=OWNER,
    span=_bounds,
    newest_first=False,  # what expires first comes first
    columns=[*_NAME, *_PRODUCT, *_TERM, *_DETAILS],
    filters=[_BY_NAME, *_WHAT, _EXPIRY],
)

ON_DEMAND_RESOURCES = OnDemandPage(
    CustomerResource,
    title=Label("按需资源", "On-demand resources"),
    within=_list_of(ResourceKind.ON_DEMAND),
    one=_own(ResourceKind.ON_DEMAND),
    where=_is_there,
    index=OWNER,
    span=_bounds,
    columns=[*_NAME, *_PRODUCT, *_ACTIVATED, *_DETAILS],
    filters=[_BY_NAME, *_WHAT, _ACTIVATION],
)

# OPEN: the guide names no columns of savings plans; these are what a customer agreed to and for how long.
SAVINGS_PLANS = ResourcePage(
    CustomerResource,
    title=Label("节省计划", "Savings plans"),
    within=_list_of(ResourceKind.SAVINGS_PLAN),
    one=_own(ResourceKind.SAVINGS_PLAN),
    where=_is_there,
    index=OWNER,
    span=_bounds,
    newest_first=False,
    columns=[
        *_NAME,
        *_PRODUCT,
        col("commitment", "每小时承诺消费(¥)", "Commitment an hour (CNY)"),
        col("term_months", "购买时长(月)", "Term in months"),
        *_TERM,
        *_DETAILS,
    ],
    filters=[_BY_NAME, *_WHAT, _EXPIRY],
)

# OPEN in 10.4.1.6: what is associated with a resource; the platform says to which resource another one is attached, and those are shown.
ASSOCIATED_RESOURCES = ResourcePage(
    CustomerResource,
    title=Label("关联资源", "Associated resources"),
    within=lambda caller, asked: attached_to(asked["customer_id"], asked["main_resource_id"]),
    index=LOOKUP,
    newest_first=False,
    columns=[*_NAME, *_PRODUCT, col("expires_at", "失效时间", "Expires at")],
)


def _own_resource(caller: Caller, resource_id: str) -> Any:
    return resource_key(caller.customer_id, resource_id)


MY_RESOURCES = View(
    CustomerResource,
    title=Label("我的资源", "My resources"),
    within=lambda caller, asked: CustomerResource.partition(customer_id=caller.customer_id),
    one=_own_resource,
    where=_is_there,
    newest_first=False,
    columns=[
        *_NAME,
        col("resource_kind", "资源类型", "Kind"),
        *_PRODUCT,
        *_TERM,
        *_ACTIVATED,
        *_DETAILS,
    ],
    filters=[equals("resource_kind", "资源类型", "Kind", ResourceKind), _BY_NAME, *_WHAT],
)

INVENTORY_FILES = View(
    InventoryFile,
    title=Label("资源文件", "Files of resources"),
    within=lambda caller, asked: ALL_FILES,
    index=OWNER,
    columns=[
        col("file_id", "文件编号", "File"),
        col("key_name", "文件名", "Key"),
        col("status", "状态", "Status"),
        col("received_at", "接收时间", "Received at"),
        col("completed_at", "完成时间", "Completed at"),
        col("recorded", "更新行数", "Lines that were news"),
        col("known", "无变化行数", "Lines that told nothing new"),
        col("rejected", "拒绝行数", "Lines refused"),
        col("reject_file", "拒绝文件", "File of refused lines"),
    ],
    filters=[equals("status", "状态", "Status", FileStatus), contains("key_name", "文件名", "Key")],
)
