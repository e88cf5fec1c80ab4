"""The pages of alerts (guide 10.4.5, 11.3.5, 12.3.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from partner_center.customers.alerts.alert import ADMINISTRATORS, SHOWN, AlertStatus, CustomerAlert, alert_key
from partner_center.customers.alerts.category import AlertCategory
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.permissions import Role
from partner_center.platform.caller import Caller
from partner_center.platform.table import LOOKUP, OWNER
from partner_center.platform.view import Asked, Filter, Question, Spot, View, col, contains, equals


class ShownStatus(Labelled):
    """The statuses that people see."""

    PENDING = AlertStatus.PENDING.value, *AlertStatus.PENDING.label
    HANDLED = AlertStatus.HANDLED.value, *AlertStatus.HANDLED.label


class Responsibility(Labelled):
    """Whose alerts wait in the list: an administrator who is an account manager too has both."""

    MINE = "mine", "分配给我的客户", "Customers assigned to me"
    UNASSIGNED = "unassigned", "未分配客户经理的客户", "Customers without an account manager"


def _alert_of_mine(caller: Caller, customer_id: str, alert_id: str) -> Spot:
    key = alert_key(customer_id, alert_id)
    return Spot(key.partition, key.sort, key.sort, where=CustomerAlert.partner_id == caller.partner_id)


def _is_shown(now: object) -> Any:
    return CustomerAlert.status.is_in(*SHOWN)


def _to_handle(caller: Caller, asked: Asked) -> str:
    whose = asked.get("responsibility")
    if whose is None:
        is_admin = {Role.PARTNER_ADMIN.value, Role.SUPER_ADMIN.value} & set(caller.roles)
        whose = Responsibility.UNASSIGNED if is_admin else Responsibility.MINE
    waits_for = ADMINISTRATORS if whose == Responsibility.UNASSIGNED else caller.user_id
    return waiting_for(caller.partner_id, waits_for)


def waiting_for(partner_id: str, who: str) -> str:
    """The index partition of the pending alerts of one responsible person."""
    place = CustomerAlert.LOOKUP
    assert place is not None
    key = place.of({"partner_id": partner_id, "waits_for": who, "sent_at": "-", "alert_id": "-"})
    assert key is not None
    return key[0]


_COLUMNS = (
    col("customer_id", "客户ID", "Customer ID"),
    col("alert_id", "预警ID", "Alert ID"),
    col("scene_name", "场景名称", "Scene"),
    col("category", "预警类别", "Category"),
    col("title", "标题", "Title"),
    col("customer_name", "客户名称", "Customer", masked=True),
    col("account_name", "账号名", "Account name", masked=True),
    col("sent_at", "发送时间", "Sent at"),
)
_MANAGER = (
    col("account_manager_id", "客户经理账号", "Account manager's account", in_list=False),
    col("account_manager_name", "客户经理姓名", "Account manager", masked=True),
)
_HANDLING = (
    col("detail", "预警详情", "Detail", in_list=False),
    col("churned", "客户是否流失", "Is the customer lost", in_list=False),
    col("churn_reason", "流失原因", "Reason", in_list=False),
    col("not_churned_feedback", "未流失反馈", "Feedback", in_list=False),
    col("resource_result", "处理结果", "Result", in_list=False),
    col("other_text", "其他说明", "What else", in_list=False),
    col("handled_by_name", "处理人", "Handled by", masked=True, in_list=False),
    col("handled_at", "处理时间", "Handled at", in_list=False),
)
_STATUS = col("status", "状态", "Status")
_CATEGORY = equals("category", "预警类别", "Category", AlertCategory)
_STATUS_FILTER = equals("status", "状态", "Status", ShownStatus)

ALERTS = View(
    CustomerAlert,
    title=Label("查看客户预警", "Alerts"),
    within=lambda caller, asked: CustomerAlert.owner_partition(partner_id=caller.partner_id),
    one=_alert_of_mine,
    where=_is_shown,
    index=OWNER,
    columns=[*_COLUMNS, *_MANAGER, _STATUS, *_HANDLING],
    filters=[
        contains("customer_name", "客户名称", "Customer"),
        contains("account_manager_name", "客户经理姓名", "Account manager"),
        equals("customer_id", "客户ID", "Customer ID"),
        _CATEGORY,
        _STATUS_FILTER,
    ],
)


@dataclass
class CustomerAlerts(View[CustomerAlert]):
    """The alerts of one customer, as far as they were raised for the caller's partner."""

    def question(self, caller: Caller, asked: Asked, now: datetime) -> Question:
        """What the list asks the storage for."""
        question = super().question(caller, asked, now)
        return replace(question, where=question.where & (CustomerAlert.partner_id == caller.partner_id))


# Behind the counters of a customer's overview (10.4.1.1/r20); OPEN there: without a category it shows both.
CUSTOMER_ALERTS = CustomerAlerts(
    CustomerAlert,
    title=Label("客户的预警", "Alerts of a customer"),
    within=lambda caller, asked: CustomerAlert.partition(customer_id=asked["customer_id"]),
    one=_alert_of_mine,
    where=_is_shown,
    columns=[*_COLUMNS, *_MANAGER, _STATUS, *_HANDLING],
    filters=[_CATEGORY, _STATUS_FILTER],
)

# Only who may answer an alert finds it here: the customer's account manager, the administrators where it has none (10.4.5.1/r1).
ALERTS_TO_HANDLE = View(
    CustomerAlert,
    title=Label("处理客户预警", "Alerts to handle"),
    within=_to_handle,
    one=_alert_of_mine,
    where=lambda now: CustomerAlert.status == AlertStatus.PENDING,
    index=LOOKUP,
    columns=[*_COLUMNS, _STATUS, *_HANDLING],
    filters=[
        contains("customer_name", "客户名称", "Customer"),
        _CATEGORY,
        Filter(
            "responsibility",
            Label("处理范围", "Whose"),
            "equals",
            Responsibility,
            lambda value, now: CustomerAlert.partner_id.exists(),  # the partition says whose they are
        ),
    ],
)
