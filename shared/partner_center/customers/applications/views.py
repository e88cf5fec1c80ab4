"""The pages of applications: the partner's association records and worklist, the customer's log."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from partner_center.customers.applications.application import (
    ApplicationStatus,
    ApplicationType,
    AssociationApplication,
    Side,
    application_key,
)
from partner_center.customers.association import AssociationType
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.table import LOOKUP, OWNER
from partner_center.platform.view import Spot, View, col, contains, equals

_COLUMNS = [
    col("application_id", "申请编号", "Application"),
    col("customer_id", "客户ID", "Customer ID"),
    col("account_name", "账号名", "Account name", masked=True),
    col("customer_name", "客户名称", "Customer", masked=True),
    col("mobile", "移动电话", "Mobile", masked=True),
    col("association_type", "关联类型", "Association type"),
    col("application_type", "申请类型", "Application type"),
    col("target_association_type", "切换后关联类型", "Association type after the switch"),
    col("reason", "申请原因", "Reason"),
    col("initiated_by", "发起方式", "Initiated by"),
    col("status", "状态", "Status"),
    col("account_manager_name", "客户经理姓名", "Account manager", masked=True),
    col("applied_at", "申请时间", "Applied at"),
    col("decided_at", "审批时间", "Decided at"),
]

ASSOCIATION_RECORDS = View(
    AssociationApplication,
    title=Label("关联关系操作记录", "Association records"),
    within=lambda caller, asked: AssociationApplication.partition(partner_id=caller.partner_id),
    one=lambda caller, application_id: application_key(caller.partner_id, application_id),
    columns=[
        *_COLUMNS,
        col("pre_review_reason", "不通过原因", "Reason of the failed pre-review", in_list=False),
        col("waits_for", "待处理方", "Waits for", in_list=False, options=Side),
        col("checks", "账号检查项", "Account checks passed", in_list=False),
    ],
    filters=[
        equals("application_type", "申请类型", "Application type", ApplicationType),
        equals("status", "状态", "Status", ApplicationStatus),
        equals("initiated_by", "发起方式", "Initiated by", Side),
        equals("association_type", "关联类型", "Association type", AssociationType),
        contains("customer_name", "客户名称", "Customer"),
        contains("account_name", "账号名", "Account name"),
        equals("customer_id", "客户ID", "Customer ID"),
    ],
)


def _waiting(caller: Caller, _: dict[str, Any]) -> str:
    return f"partner/{quote(caller.partner_id, safe='')}/waiting_application"


# What the page warns of: customers' requests that wait for the partner (10.4.1.1/r16); the index holds nothing else.
WAITING_APPLICATIONS = View(
    AssociationApplication,
    title=Label("待处理的关联关系申请", "Association applications to be handled"),
    within=_waiting,
    one=lambda caller, application_id: Spot(_waiting(caller, {}), application_id, application_id, index=LOOKUP),
    columns=_COLUMNS,
    index=LOOKUP,
)

# OPEN in 13.2: the log's fields. What the vendor reviews before the customer is asked is not in it.
OPERATION_LOG = View(
    AssociationApplication,
    title=Label("操作日志", "Operation log"),
    within=lambda caller, asked: f"customer/{quote(caller.customer_id, safe='')}/association_application",
    where=lambda now: ~AssociationApplication.status.is_in(ApplicationStatus.PRE_REVIEWING, ApplicationStatus.PRE_REVIEW_FAILED),
    index=OWNER,
    columns=[
        col("application_id", "申请编号", "Application"),
        col("application_type", "操作类型", "Operation"),
        col("association_type", "关联类型", "Association type"),
        col("target_association_type", "切换后关联类型", "Association type after the switch"),
        col("initiated_by", "发起方", "Initiated by"),
        col("status", "状态", "Status"),
        col("applied_at", "申请时间", "Applied at"),
        col("decided_at", "处理时间", "Decided at"),
    ],
    filters=[
        equals("application_type", "操作类型", "Operation", ApplicationType),
        equals("status", "状态", "Status", ApplicationStatus),
    ],
)
