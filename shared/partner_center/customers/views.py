"""The area's pages."""

from __future__ import annotations

from partner_center.customers.association import AssociationType
from partner_center.customers.eligibility import WAYS_OUT
from partner_center.customers.invitation import ExpansionRecord, ExpansionStatus, record_key
from partner_center.customers.link import Channel, InvitationLink, url_of
from partner_center.customers.managers import ManagerAssignment
from partner_center.customers.report import CustomerReport, ReportStatus, report_key
from partner_center.kernel.labels import Label
from partner_center.kernel.messages import TEXTS
from partner_center.organisation import ACCOUNT_MANAGERS as ACCOUNT_MANAGERS
from partner_center.platform.agreement import AgreementSignature, Signatory, signatures_of
from partner_center.platform.caller import Caller
from partner_center.platform.view import Spot, View, col, contains, equals


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
        col("data_from", "数据起始日期", "Data are his from", value=lambda term: term.data_from.isoformat()),
        col("data_until", "数据截止日期", "Data are his until", value=lambda term: term.data_until.isoformat()),
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
        col("credit_code", "统一社会信用代码", "Unified social credit code", in_list=False),
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
    """Each reason with what the partner can do (the table of 10.3.4.4)."""
    return [
        {"code": code, "title": TEXTS.get(code, Label(code, code)), "way_out": TEXTS.get(WAYS_OUT.get(code, ""))}
        for code in record.failure_reasons
    ]


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
