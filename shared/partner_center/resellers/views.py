"""The area's pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.kernel.labels import Label
from partner_center.organisation import ACCOUNT_MANAGERS as ACCOUNT_MANAGERS
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER
from partner_center.platform.view import Spot, View, col, contains, equals, status_at
from partner_center.resellers.application import ApplicationStatus, CooperationApplication, application_key
from partner_center.resellers.balances import bring_balances
from partner_center.resellers.invitation import InvitationStatus, ResellerInvitation, invitation_key
from partner_center.resellers.managers import ResellerManagerAssignment
from partner_center.resellers.relation import RelationStatus, ResellerRelation, TaskAuthorization, relation_key

RESELLERS = View(
    ResellerRelation,
    title=Label("我的云经销商", "Resellers"),
    within=lambda caller, asked: ResellerRelation.owner_partition(partner_id=caller.partner_id),
    one=lambda caller, reseller_id: relation_key(caller.partner_id, reseller_id),
    index=OWNER,
    complete=bring_balances,
    columns=[
        col("reseller_id", "云经销商ID", "Reseller ID"),
        col("reseller_name", "云经销商名称", "Reseller", masked=True),
        col("reseller_account", "云经销商账号名", "Account name", masked=True),
        col("account_balance", "账户余额(¥)", "Account balance"),
        col("mobile", "手机号码", "Mobile", masked=True),
        col("email", "电子邮箱", "E-mail", masked=True),
        col("business_region", "业务开展地区", "Business region"),
        col("associated_at", "关联时间", "Associated at"),
        col("status", "状态", "Status"),
        col("manager_id", "客户经理", "Account manager"),
        col("manager_name", "客户经理姓名", "Account manager's name", masked=True),
        col("task_authorization", "销售拓展任务授权", "Sales task authorization"),
        col("managed_since", "分配时间", "Assigned at", in_list=False),
    ],
    filters=[
        contains("reseller_name", "云经销商名称", "Reseller"),
        equals("mobile", "手机号码", "Mobile"),
        equals("email", "电子邮箱", "E-mail"),
        contains("manager_name", "客户经理姓名", "Account manager's name"),
        equals("manager_id", "客户经理", "Account manager"),
        equals("status", "状态", "Status", RelationStatus),
        equals("task_authorization", "销售拓展任务授权", "Sales task authorization", TaskAuthorization),
    ],
)

COOPERATION_APPLICATIONS = View(
    CooperationApplication,
    title=Label("云经销商合作申请", "Cooperation applications"),
    within=lambda caller, asked: CooperationApplication.partition(partner_id=caller.partner_id),
    one=lambda caller, application_id: application_key(caller.partner_id, application_id),
    columns=[
        col("application_id", "申请编号", "Application"),
        col("reseller_id", "云经销商ID", "Reseller ID"),
        col("reseller_name", "云经销商名称", "Reseller"),
        col("mobile", "手机号码", "Mobile", masked=True),
        col("email", "电子邮箱", "E-mail", masked=True),
        col("status", "状态", "Status"),
        col("review_opinion", "审核意见", "Opinion"),
        col("applied_at", "申请时间", "Applied at"),
        col("reviewed_at", "审核时间", "Reviewed at", in_list=False),
        col("reviewed_by", "审核人", "Reviewed by", in_list=False),
    ],
    filters=[
        contains("reseller_name", "云经销商名称", "Reseller"),
        equals("mobile", "手机号码", "Mobile"),
        equals("email", "电子邮箱", "E-mail"),
        equals("status", "状态", "Status", ApplicationStatus),
    ],
)


def _with_status(value: str, now: datetime) -> Any:
    match InvitationStatus(value):
        case InvitationStatus.ACCEPTED:
            return ResellerInvitation.status == InvitationStatus.ACCEPTED
        case InvitationStatus.SENT:
            return (ResellerInvitation.status == InvitationStatus.SENT) & (ResellerInvitation.expires_at > now)
    lapsed = (ResellerInvitation.status == InvitationStatus.SENT) & (ResellerInvitation.expires_at <= now)
    return (ResellerInvitation.status == InvitationStatus.EXPIRED) | lapsed


INVITATIONS = View(
    ResellerInvitation,
    title=Label("邀请记录", "Invitations of resellers"),
    within=lambda caller, asked: ResellerInvitation.partition(partner_id=caller.partner_id),
    one=lambda caller, invitation_id: invitation_key(caller.partner_id, invitation_id),
    columns=[
        col("invitation_id", "邀请编号", "Invitation"),
        col("email", "邀请邮箱", "Mailbox", masked=True),
        col("reseller_account", "云经销商账号", "Account name of the reseller", masked=True),
        col("manager_name", "客户经理姓名", "Account manager's name", masked=True),
        col("status", "状态", "Status", at=lambda invitation, now: invitation.status_at(now)),
        col("sent_at", "发送时间", "Sent at"),
        col("resend_count", "重发次数", "Times sent again", value=lambda invitation: int(invitation.sendings) - 1),
        col("expires_at", "失效时间", "Expires at"),
        col("accepted_at", "关联时间", "Accepted at"),
    ],
    filters=[
        contains("reseller_account", "云经销商账号", "Account name of the reseller"),
        equals("email", "邀请邮箱", "Mailbox"),
        status_at("status", "状态", "Status", InvitationStatus, _with_status),
    ],
)


def _time_as_manager(caller: Caller, reseller_id: str, assigned_at: str) -> Spot:
    partition = ResellerManagerAssignment.partition(partner_id=caller.partner_id, reseller_id=reseller_id)
    return Spot(partition, f"{assigned_at}/", f"{assigned_at}/~")


MANAGER_HISTORY = View(
    ResellerManagerAssignment,
    title=Label("历史客户经理", "Former account managers of a reseller"),
    within=lambda caller, asked: ResellerManagerAssignment.partition(partner_id=caller.partner_id, reseller_id=asked["reseller_id"]),
    one=_time_as_manager,
    columns=[
        col("manager_name", "客户经理姓名", "Account manager's name", masked=True),
        col("assigned_at", "分配时间", "From"),
        col("taken_back_at", "结束时间", "Until"),
        col("assigned_by", "分配人", "Assigned by"),
        col("taken_back_by", "操作人", "Ended by"),
    ],
)
