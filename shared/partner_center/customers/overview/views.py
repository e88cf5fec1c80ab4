"""The customer list and its relatives (guide 10.4.1.1, 10.4.2.1, 12.3.1.1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from partner_center.customers.account import RealName
from partner_center.customers.association import Association, AssociationStatus, AssociationType, association_key
from partner_center.customers.overview.entrusted import entrusted
from partner_center.customers.overview.listed import NOBODY, ListedCustomer, listed_key, partition_of_manager
from partner_center.customers.overview.marks import folded, way_of_name, way_of_value, within
from partner_center.customers.overview.notes import BatchMigration, FollowUp, follow_up_key, migration_key
from partner_center.customers.overview.renewals import expires_within, expiring_condition
from partner_center.kernel import clock
from partner_center.kernel.errors import Invalid, NotFound
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Id
from partner_center.platform.reach import acting_for_reseller
from partner_center.platform.table import LOOKUP, OWNER
from partner_center.platform.view import Filter, Spot, View, Way, col, contains, equals

NEW_FOR = timedelta(days=30)


class Unassigned(Labelled):
    """Whether the picker leaves out who has a manager (10.4.2.1)."""

    ONLY = "true", "只显示未分配客户", "Only unassigned customers"


class ExpiryWindow(Labelled):
    """How soon resources expire (10.4.1.1/r7)."""

    WEEK = "7", "7天内到期", "Within 7 days"
    FORTNIGHT = "15", "15天内到期", "Within 15 days"
    MONTH = "30", "30天内到期", "Within 30 days"


class Quota(Labelled):
    """By what the available quota is filtered (10.6.3.5.1/r11)."""

    IN_ARREARS = "in_arrears", "欠费", "In arrears"


def _lines(caller: Caller, asked: dict[str, Any]) -> str:
    return ListedCustomer.owner_partition(partner_id=caller.partner_id)


def _associated(now: datetime) -> Any:
    return ListedCustomer.status == AssociationStatus.ASSOCIATED


def _span(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    return (clock.iso(since) if since else None, clock.iso(until) + "/~" if until else None)


def way_to(caller: Caller, asked: dict[str, Any]) -> Way | None:
    """The shortest way to what is asked for; None for the list in its own order.

    Whoever sees some managers' customers only comes by the managers, one after the other, each one's newest first, whatever he searches:
    the partner's other customers are not read for him.
    """
    partner_id = caller.partner_id
    in_span = within(asked.get("since"), asked.get("until"))
    if customer_id := asked.get("customer_id"):

        def listed(lines: Any) -> list[ListedCustomer]:
            return [line for line in lines if line.status is AssociationStatus.ASSOCIATED and in_span(line)]

        return Way((ListedCustomer.partition(partner_id=partner_id),), begins=customer_id, spanned=False, fetch=listed)
    if mobile := asked.get("mobile"):
        return way_of_value(partner_id, "mobile", mobile, in_span)
    manager_id = NOBODY if asked.get("unassigned") else asked.get("account_manager_id")
    if caller.limited_to is not None and not asked.get("reseller_id"):
        return way_by_managers(caller, manager_id)
    for name, facet in (("customer_name", "name"), ("account_name", "account")):
        if (part := asked.get(name)) and folded(part):
            return way_of_name(partner_id, facet, part, in_span)
    if tag := asked.get("tag"):
        return way_of_value(partner_id, "tag", tag, in_span)
    if manager_id:
        return Way((partition_of_manager(partner_id, manager_id),), LOOKUP)
    if association_type := asked.get("association_type"):
        return way_of_value(partner_id, "type", association_type.value, in_span)
    return None


def way_by_managers(caller: Caller, manager_id: str | None = None) -> Way | None:
    """The way to the customers of the managers whom a caller is limited to (of one of them); None for whoever sees all."""
    if caller.limited_to is None:
        return None
    theirs = [manager for manager in sorted(caller.limited_to) if manager_id in {None, manager}]
    return Way(tuple(partition_of_manager(caller.partner_id, manager) for manager in theirs), LOOKUP, in_hand=True)


def _amount(name: str, value: str) -> Money:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise Invalid((f"/{name}", "decimal_parsing", Label("须为人民币金额", "an amount in CNY"))) from None
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 13:
        raise Invalid((f"/{name}", "value_error", Label("须为人民币金额", "an amount in CNY")))
    return Money.of(amount)


def _at_least(value: Any, now: datetime) -> Any:
    amount, running = _amount("consumption_from", value), ListedCustomer.consumption_period == clock.billing_period(now)
    reached = running & (ListedCustomer.consumption >= amount)
    return reached if amount > Money.zero() else reached | ~running | ListedCustomer.consumption_period.does_not_exist()


def _at_most(value: Any, now: datetime) -> Any:
    amount, running = _amount("consumption_to", value), ListedCustomer.consumption_period == clock.billing_period(now)
    kept = running & (ListedCustomer.consumption <= amount)
    return kept if amount.is_negative else kept | ~running | ListedCustomer.consumption_period.does_not_exist()


def _consumption(line: ListedCustomer, now: datetime) -> Money:
    return line.consumed(clock.billing_period(now))


def _last_consumption(line: ListedCustomer, now: datetime) -> Money:
    return line.consumed(clock.shifted(clock.billing_period(now), -1))


_NAMES = [
    Filter(
        "customer_name", Label("客户名称", "Customer"), "contains", holds=lambda line, part, now: folded(part) in folded(line.customer_name)
    ),
    Filter(
        "account_name", Label("账号名", "Account name"), "contains", holds=lambda line, part, now: folded(part) in folded(line.account_name)
    ),
]
_TYPE = equals("association_type", "关联类型", "Association type", AssociationType)
_FIGURES = [
    Filter(
        "consumption_from",
        Label("本月消费不低于(¥)", "This month's consumption from"),
        "from",
        build=_at_least,
        holds=lambda line, value, now: _consumption(line, now) >= _amount("consumption_from", value),
    ),
    Filter(
        "consumption_to",
        Label("本月消费不高于(¥)", "This month's consumption to"),
        "to",
        build=_at_most,
        holds=lambda line, value, now: _consumption(line, now) <= _amount("consumption_to", value),
    ),
    Filter(
        "available_quota",
        Label("可用额度", "Available quota"),
        "equals",
        Quota,
        build=lambda value, now: ListedCustomer.arrears > Money.zero(),
        holds=lambda line, value, now: bool(line.arrears),
    ),
    Filter("expires_within", Label("资源到期时间", "Resources expire"), "equals", ExpiryWindow, expiring_condition, expires_within),
]

CUSTOMERS = View(
    ListedCustomer,
    title=Label("客户列表", "Customers"),
    export_allow="customers.export",
    within=_lines,
    one=lambda caller, customer_id: listed_key(caller.partner_id, customer_id),
    where=_associated,
    index=OWNER,
    span=_span,
    ways=way_to,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("level", "客户等级", "Level"),
        col("mobile", "移动电话", "Mobile", masked=True),
        col("email", "邮箱", "E-mail", masked=True, in_list=False),
        col("available_quota", "可用额度(¥)", "Available quota", at=lambda line, now: line.shown_quota(now)),
        col("in_arrears", "是否欠费", "In arrears", value=lambda line: bool(line.arrears)),
        col("month_consumption", "本月消费(¥)", "This month's consumption", at=_consumption),
        col("last_month_consumption", "上月消费(¥)", "Last month's consumption", at=_last_consumption),
        col("pending_alerts", "待处理预警", "Pending alerts"),
        col("association_type", "关联类型", "Association type"),
        col("associated_at", "关联时间", "Associated at"),
        col("real_name", "实名认证", "Real-name verification"),
        col("account_manager_id", "客户经理", "Account manager"),
        col("account_manager_name", "客户经理姓名", "Account manager's name", masked=True),
        col("tags", "客户标签", "Tags", value=lambda line: list(line.tags)),
        col("custom_label", "自定义标签", "Custom label"),
        col("status", "关联状态", "Status", in_list=False),
    ],
    filters=[
        _TYPE,
        *_NAMES,
        equals("customer_id", "客户ID", "Customer ID"),
        equals("mobile", "移动电话", "Mobile"),
        equals("account_manager_id", "客户经理", "Account manager"),
        contains("account_manager_name", "客户经理姓名", "Account manager's name"),
        Filter(
            "tag",
            Label("客户标签", "Tag"),
            "equals",
            build=lambda value, now: ListedCustomer.tags.contains(value),
            holds=lambda line, value, now: value in line.tags,
        ),
        contains("custom_label", "自定义标签", "Custom label"),
        equals("level", "客户等级", "Level"),
        equals("real_name", "实名认证", "Real-name verification", RealName),
        *_FIGURES,
    ],
)

# Tab 云经销商的客户: basic information; for details and figures the distributor asks the reseller (10.4.1.1/r2, 11.3.1.1). Contacts are not
# among what a reseller consents to with 19.6: it opens them with its entrustment (entrusted.py).
_BASIC = (
    "customer_id",
    "customer_name",
    "account_name",
    "level",
    "association_type",
    "associated_at",
    "real_name",
    "custom_label",
)

DISTRIBUTOR_CUSTOMERS = View(
    ListedCustomer,
    title=Label("云经销商的客户", "Resellers' customers"),
    export_allow="customers.export",
    within=_lines,
    one=lambda caller, reseller_id, customer_id: listed_key(acting_for_reseller(caller, reseller_id).partner_id, customer_id),
    where=_associated,
    index=OWNER,
    span=_span,
    ways=way_to,
    columns=[column for column in CUSTOMERS.columns if column.name in _BASIC],
    filters=[_TYPE, *_NAMES, equals("customer_id", "客户ID", "Customer ID")],
    required={"reseller_id": Id},
    resellers=True,
)


# What a reseller opens with its entrustment (19.9/r1); the association itself has the contacts.
ENTRUSTED_CUSTOMERS = View(
    Association,
    title=Label("受托联系的客户", "Customers to be contacted for a reseller"),
    export_allow="customers.export",
    within=lambda acting, asked: Association.owner_partition(partner_id=entrusted(acting)),
    one=lambda caller, reseller_id, customer_id: association_key(entrusted(acting_for_reseller(caller, reseller_id)), customer_id),
    where=lambda now: Association.status == AssociationStatus.ASSOCIATED,
    index=OWNER,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("mobile", "移动电话", "Mobile", masked=True),
        col("email", "邮箱", "E-mail", masked=True),
        col("association_type", "关联类型", "Association type"),
    ],
    filters=[contains("customer_name", "客户名称", "Customer"), contains("account_name", "账号名", "Account name")],
    required={"reseller_id": Id},
    resellers=True,
)


def _newest(since: datetime | None, now: datetime) -> datetime:
    return max(since or now - NEW_FOR, now - NEW_FOR)


def _refuse_reseller(caller: Caller) -> Caller:
    if caller.partner_type == PartnerType.RESELLER:
        raise NotFound("new customers")  # 12.3.1.1/r2
    return caller


def _lines_of_new(caller: Caller, asked: dict[str, Any]) -> str:
    return _lines(_refuse_reseller(caller), asked)


def _line_of_new(caller: Caller, customer_id: str) -> Spot:
    key = listed_key(_refuse_reseller(caller).partner_id, customer_id)
    return Spot(key.partition, key.sort, key.sort, ListedCustomer.associated_at >= clock.now() - NEW_FOR)


# OPEN in the guide what makes a customer new: here, that it was associated within the last 30 days.
NEW_CUSTOMERS = View(
    ListedCustomer,
    title=Label("新客户", "New customers"),
    export_allow="customers.export",
    within=_lines_of_new,
    one=_line_of_new,
    where=_associated,
    index=OWNER,
    span=_span,
    earliest=_newest,
    ways=lambda caller, asked: way_by_managers(caller),
    columns=[column for column in CUSTOMERS.columns if column.in_list],
    filters=[
        Filter("customer_name", Label("客户名称", "Customer"), "contains"),
        Filter("account_name", Label("账号名", "Account name"), "contains"),
    ],
)

# Whom a manager has; the index finds them without a look at the partner's other customers (10.4.2.1).
MANAGER_CUSTOMERS = View(
    ListedCustomer,
    title=Label("已分配客户", "Customers of an account manager"),
    export_allow="customers.export",
    within=lambda caller, asked: partition_of_manager(caller.partner_id, asked["manager_id"]),
    one=lambda caller, customer_id: listed_key(caller.partner_id, customer_id),
    where=_associated,
    index=LOOKUP,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("mobile", "移动电话", "Mobile", masked=True),
        col("association_type", "关联类型", "Association type"),
        col("managed_since", "分配时间", "Assigned at"),
    ],
    filters=[contains("customer_name", "客户名称", "Customer"), contains("account_name", "账号名", "Account name"), _TYPE],
)

ASSIGNABLE_CUSTOMERS = View(
    ListedCustomer,
    title=Label("选择客户", "Customers to assign"),
    export_allow="customers.export",
    within=_lines,
    one=lambda caller, customer_id: listed_key(caller.partner_id, customer_id),
    where=_associated,
    index=OWNER,
    ways=way_to,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("association_type", "关联类型", "Association type"),
        col("account_manager_id", "客户经理", "Account manager"),
        col("assignable", "可选择", "May be chosen", value=lambda line: line.account_manager_id is None),
    ],
    filters=[
        *_NAMES,
        Filter(
            "unassigned",
            Unassigned.ONLY.label,
            "hides",
            Unassigned,
            lambda value, now: ListedCustomer.account_manager_id.does_not_exist(),
            lambda line, value, now: line.account_manager_id is None,
        ),
    ],
)

FOLLOW_UPS = View(
    FollowUp,
    title=Label("历史记录", "Follow-ups of the key-account manager"),
    within=lambda caller, asked: FollowUp.owner_partition(partner_id=caller.partner_id, customer_id=asked["customer_id"]),
    one=lambda caller, customer_id, follow_up_id: follow_up_key(caller.partner_id, customer_id, follow_up_id),
    index=OWNER,
    columns=[
        col("follow_up_id", "记录编号", "Follow-up"),
        col("customer_id", "客户ID", "Customer ID", in_list=False),
        col("followed_at", "跟进时间", "Followed up at"),
        col("manager_name", "大客户经理", "Key-account manager", masked=True),
        col("content", "跟进内容", "What was done"),
    ],
)

BATCH_MIGRATIONS = View(
    BatchMigration,
    title=Label("批量迁移客户记录", "Batches of migrated customers"),
    within=lambda caller, asked: BatchMigration.owner_partition(partner_id=caller.partner_id),
    one=lambda caller, migration_id: migration_key(caller.partner_id, migration_id),
    index=OWNER,
    columns=[
        col("migration_id", "批次编号", "Batch"),
        col("migrated_at", "迁移时间", "Migrated at"),
        col("from_partner_name", "原合作伙伴", "Former partner", masked=True),
        col("customers", "客户数", "Customers"),
        col("succeeded", "成功数", "Succeeded"),
        col("remark", "备注", "Remark"),
    ],
)
