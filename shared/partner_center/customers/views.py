"""The area's pages."""

from __future__ import annotations

from urllib.parse import quote

from partner_center.customers.association import Association, AssociationStatus, AssociationType, association_key
from partner_center.customers.invitation import ExpansionRecord, ExpansionStatus, record_key
from partner_center.customers.link import Channel, InvitationLink, url_of
from partner_center.customers.managers import ManagerAssignment
from partner_center.customers.report import CustomerReport, ReportStatus, report_key
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.messages import TEXTS
from partner_center.organisation import ACCOUNT_MANAGERS as ACCOUNT_MANAGERS
from partner_center.platform.agreement import AgreementSignature, Signatory, signatures_of
from partner_center.platform.caller import Caller
from partner_center.platform.table import LOOKUP, OWNER
from partner_center.platform.view import Filter, Spot, View, col, contains, equals

CUSTOMERS = View(
    Association,
    title=Label("客户列表", "Customers"),
    export_allow="customers.export",
    within=lambda caller, asked: Association.partition(partner_id=caller.partner_id),
    one=lambda caller, customer_id: association_key(caller.partner_id, customer_id),
    where=lambda now: Association.status == AssociationStatus.ASSOCIATED,
    index=OWNER,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("mobile", "移动电话", "Mobile", masked=True),
        col("email", "邮箱", "E-mail", masked=True, in_list=False),
        col("association_type", "关联类型", "Association type"),
        col("associated_at", "关联时间", "Associated at"),
        col("account_manager_id", "客户经理", "Account manager"),
        col("custom_label", "自定义标签", "Custom label"),
        col("status", "关联状态", "Status", in_list=False),
    ],
    filters=[
        equals("association_type", "关联类型", "Association type", AssociationType),
        contains("customer_name", "客户名称", "Customer"),
        contains("account_name", "账号名", "Account name"),
        equals("customer_id", "客户ID", "Customer ID"),
        equals("mobile", "移动电话", "Mobile"),
        equals("account_manager_id", "客户经理", "Account manager"),
        contains("custom_label", "自定义标签", "Custom label"),
    ],
    resellers=True,  # tab 云经销商的客户: basic information in the list; for details the distributor asks the reseller (11.3.1.1)
)

# Whom a manager has; the index finds them without a look at the partner's other customers (10.4.2.1).
MANAGER_CUSTOMERS = View(
    Association,
    title=Label("已分配客户", "Customers of an account manager"),
    export_allow="customers.export",
    within=lambda caller, asked: f"manager/{quote(caller.partner_id, safe='')}/{quote(asked['manager_id'], safe='')}",
    one=lambda caller, customer_id: association_key(caller.partner_id, customer_id),
    where=lambda now: Association.status == AssociationStatus.ASSOCIATED,
    index=LOOKUP,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("mobile", "移动电话", "Mobile", masked=True),
        col("association_type", "关联类型", "Association type"),
        col("managed_since", "分配时间", "Assigned at"),
    ],
    filters=[
        contains("customer_name", "客户名称", "Customer"),
        contains("account_name", "账号名", "Account name"),
        equals("association_type", "关联类型", "Association type", AssociationType),
    ],
)


class Unassigned(Labelled):
    """Whether the picker leaves out who has a manager (10.4.2.1)."""

    ONLY = "true", "只显示未分配客户", "Only unassigned customers"


ASSIGNABLE_CUSTOMERS = View(
    Association,
    title=Label("选择客户", "Customers to assign"),
    export_allow="customers.export",
    within=lambda caller, asked: Association.partition(partner_id=caller.partner_id),
    one=lambda caller, customer_id: association_key(caller.partner_id, customer_id),
    where=lambda now: Association.status == AssociationStatus.ASSOCIATED,
    index=OWNER,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("association_type", "关联类型", "Association type"),
        col("account_manager_id", "客户经理", "Account manager"),
        col("assignable", "可选择", "May be chosen", value=lambda association: association.account_manager_id is None),
    ],
    filters=[
        contains("customer_name", "客户名称", "Customer"),
        contains("account_name", "账号名", "Account name"),
        Filter(
            "unassigned", Unassigned.ONLY.label, "hides", Unassigned, lambda value, now: Association.account_manager_id.does_not_exist()
        ),
    ],
)


def _time_as_manager(caller: Caller, customer_id: str, assigned_at: str) -> Spot:
    partition = ManagerAssignment.partition(partner_id=caller.partner_id, customer_id=customer_id)
    return Spot(partition, f"{assigned_at}/", f"{assigned_at}/~")


MANAGER_HISTORY = View(
    ManagerAssignment,
    title=Label("历史客户经理", "Former account managers"),
    within=lambda caller, asked: ManagerAssignment.partition(partner_id=caller.partner_id, customer_id=asked["customer_id"]),
    one=_time_as_manager,
    columns=[
        col("manager_name", "客户经理姓名", "Account manager", masked=True),
        col("manager_account", "客户经理账号名", "Account name", masked=True),
        col("assigned_at", "分配时间", "From"),
        col("ended_at", "结束时间", "Until"),
        col("end_reason", "结束原因", "Reason"),
        col("source", "分配方式", "How he came to it"),
    ],
)

REPORTS = View(
    CustomerReport,
    title=Label("报备客户", "Reported customers"),
    within=lambda caller, asked: CustomerReport.partition(partner_id=caller.partner_id),
    one=lambda caller, report_id: report_key(caller.partner_id, report_id),
    where=lambda now: CustomerReport.status != ReportStatus.DELETED,
    columns=[
        col("report_id", "报备编号", "Report"),
        col("customer_full_name", "客户全称", "Customer full name", masked=True),
        col("mobile", "手机号码", "Mobile", masked=True),
        col("email", "电子邮箱", "E-mail", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("association_type", "关联类型", "Association type"),
        col("status", "状态", "Status"),
        col("created_at", "提交时间", "Created at"),
        col("reported_at", "报备时间", "Reported at"),
        col("expires_at", "失效时间", "Expires at"),
        col("review_due_at", "预计审核完成时间", "Review due", in_list=False),
        col("review_comment", "审核意见", "Review comment", in_list=False),
        col("lapse_reason", "失效原因", "Reason of lapse", value=lambda report: TEXTS.get(report.lapse_reason or ""), in_list=False),
    ],
    filters=[
        contains("customer_full_name", "客户全称", "Customer full name"),
        equals("mobile", "手机号码", "Mobile"),
        contains("email", "电子邮箱", "E-mail"),
        equals("status", "状态", "Status", ReportStatus),
    ],
)

CUSTOM_LINKS = View(
    InvitationLink,
    title=Label("自定义邀请链接", "Custom invitation links"),
    within=lambda caller, asked: InvitationLink.partition(partner_id=caller.partner_id, channel=Channel.CUSTOM_LINK),
    columns=[
        col("link_id", "链接编号", "Link"),
        col("url", "邀请链接", "URL", value=url_of),
        col("association_type", "关联类型", "Association type"),
        col("custom_type", "自定义类型", "Custom type"),
        col("custom_label", "自定义标签", "Custom label"),
        col("account_manager_id", "专属客户经理", "Dedicated account manager"),
        col("remark", "备注", "Remark"),
        col("created_by", "生成人", "Created by"),
        col("created_at", "生成时间", "Created at"),
    ],
    filters=[
        equals("association_type", "关联类型", "Association type", AssociationType),
        contains("custom_label", "自定义标签", "Custom label"),
    ],
)


def _reasons(record: ExpansionRecord) -> list[dict[str, object]]:
    return [{"code": code, "title": TEXTS.get(code, Label(code, code))} for code in record.failure_reasons]


EXPANSION_RECORDS = View(
    ExpansionRecord,
    title=Label("拓展记录", "Expansion records"),
    within=lambda caller, asked: ExpansionRecord.partition(partner_id=caller.partner_id),
    one=lambda caller, record_id: record_key(caller.partner_id, record_id),
    columns=[
        col("record_id", "记录编号", "Record"),
        col("customer_full_name", "客户全称", "Customer full name", masked=True),
        col("customer_name", "客户名称", "Customer", masked=True),
        col("account_name", "客户账号名", "Customer account", masked=True),
        col("mobile", "手机号码", "Mobile", masked=True),
        col("email", "邮箱", "E-mail", masked=True),
        col("channel", "邀请方式", "Channel"),
        col("association_type", "关联类型", "Association type"),
        col("custom_label", "自定义标签/客户经理账号名", "Custom label / account manager"),
        col("remark", "备注", "Remark"),
        col("status", "状态", "Status"),
        col("failure_reasons", "失败原因", "Reasons of failure", value=_reasons),
        col("sent_at", "邀请时间", "Invited at"),
        col("expires_at", "失效时间", "Expires at"),
        col("finished_at", "完成时间", "Finished at", in_list=False),
        col("customer_id", "客户ID", "Customer ID", in_list=False),
    ],
    filters=[
        contains("customer_full_name", "客户全称", "Customer full name"),
        contains("customer_name", "客户名称", "Customer"),
        contains("account_name", "客户账号名", "Customer account"),
        contains("custom_label", "自定义标签/客户经理账号名", "Custom label / account manager"),
        contains("remark", "备注", "Remark"),
        contains("email", "邮箱", "E-mail"),
        equals("status", "状态", "Status", ExpansionStatus),
    ],
)

SIGNED_AGREEMENTS = View(
    AgreementSignature,
    title=Label("已签署协议", "Signed agreements"),
    within=lambda caller, asked: signatures_of(Signatory.CUSTOMER, caller.customer_id),
    columns=[
        col("name", "协议名称", "Agreement"),
        col("version_signed", "协议版本", "Version"),
        col("signed_at", "签署时间", "Signed at"),
        col("act", "操作", "Act"),
        col("association_type", "关联类型", "Association type"),
        col("content", "协议内容", "Content"),
    ],
)
