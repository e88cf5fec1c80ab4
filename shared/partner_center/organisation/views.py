"""The area's pages."""

from __future__ import annotations

from typing import Any

from partner_center.identity import VENDOR, Membership, MemberStatus, membership_key
from partner_center.kernel.labels import Label
from partner_center.kernel.permissions import Role
from partner_center.organisation.contact import CustomerContact, contact_key
from partner_center.organisation.invitation import MemberInvitation, invitation_key
from partner_center.organisation.role import PRESET_ROLES, STAFF_ROLES
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER
from partner_center.platform.view import Filter, View, col, contains, equals

_DETAILS = [
    col("user_id", "人员编号", "Member"),
    col("account_name", "账号名", "Account name"),
    col("name", "姓名", "Name"),
    col("mobile", "手机号码", "Mobile", masked=True),
    col("email", "电子邮箱", "E-mail", masked=True),
    col("landline", "固定电话", "Landline", masked=True, in_list=False),
]
_FILTERS = [
    contains("account_name", "账号名", "Account name"),
    contains("name", "姓名", "Name"),
    equals("status", "状态", "Status", MemberStatus),
]


def _role_names(member: Membership) -> list[Label]:
    known = {role.value: role.label for role in (Role.SUPER_ADMIN, *PRESET_ROLES, *STAFF_ROLES)}
    return [known.get(role, Label(role, role)) for role in member.roles]


def _has_role(value: str, _: Any) -> Any:
    return Membership.roles.contains(value) | Membership.custom_roles.contains(value)


def _role_members(caller: Caller, _: dict[str, Any]) -> str:
    return Membership.owner_partition(tenant=caller.partner_id)


MEMBERS = View(
    Membership,
    title=Label("人员管理", "Members"),
    within=_role_members,
    one=lambda caller, user_id: membership_key(user_id, caller.partner_id),
    where=lambda now: Membership.status != MemberStatus.DELETED,
    index=OWNER,
    columns=[
        *_DETAILS,
        col("roles", "角色", "Roles", value=lambda member: [*member.roles, *member.custom_roles]),
        col("role_names", "角色名称", "Role names", value=_role_names, in_list=False),
        col("status", "状态", "Status"),
        col("is_super_admin", "伙伴账号", "Partner account"),
        col("supervisor_id", "客户经理主管", "Supervisor", in_list=False),
        col("managers", "所辖客户经理", "Account managers", value=lambda member: list(member.managers), in_list=False),
        col("assigned_customers", "已分配客户", "Assigned customers", value=lambda member: int(member.assigned_customers), in_list=False),
        col("qualification_under_review", "资质审核中", "Qualification under review", in_list=False),
        col("joined_at", "加入时间", "Joined"),
    ],
    filters=[*_FILTERS, Filter("role", Label("角色", "Role"), "equals", None, _has_role)],
    newest_first=False,
)

ROLE_MEMBERS = View(
    Membership,
    title=Label("角色人员", "Members of a role"),
    within=_role_members,
    one=lambda caller, user_id: membership_key(user_id, caller.partner_id),
    where=lambda now: Membership.status != MemberStatus.DELETED,
    index=OWNER,
    columns=[*_DETAILS[:4], col("status", "状态", "Status")],
    filters=[Filter("role_id", Label("角色", "Role"), "equals", None, _has_role)],
    newest_first=False,
)

STAFF = View(
    Membership,
    title=Label("云厂商人员", "Vendor staff"),
    within=lambda caller, asked: Membership.owner_partition(tenant=VENDOR),
    one=lambda caller, user_id: membership_key(user_id, VENDOR),
    where=lambda now: Membership.status != MemberStatus.DELETED,
    index=OWNER,
    columns=[
        *_DETAILS,
        col("roles", "角色", "Duties", value=lambda member: list(member.roles)),
        col("role_names", "角色名称", "Names of the duties", value=_role_names, in_list=False),
        col("status", "状态", "Status"),
        col("joined_at", "加入时间", "Joined"),
    ],
    filters=[*_FILTERS, Filter("role", Label("角色", "Duty"), "equals", None, _has_role)],
    newest_first=False,
)

# 10.4.2.1: members with the role of an account manager; the area customers shows it on its page of assignment.
ACCOUNT_MANAGERS = View(
    Membership,
    title=Label("客户分配", "Account managers"),
    within=_role_members,
    one=lambda caller, manager_id: membership_key(manager_id, caller.partner_id),
    where=lambda now: (Membership.status != MemberStatus.DELETED) & Membership.roles.contains(Role.ACCOUNT_MANAGER.value),
    index=OWNER,
    columns=[
        col("user_id", "人员编号", "Member"),
        col("name", "客户经理姓名", "Name", masked=True),
        col("account_name", "客户经理账号名", "Account name", masked=True),
        col("mobile", "手机号码", "Mobile", masked=True),
        col("email", "电子邮箱", "E-mail", masked=True),
        col("assigned_customers", "已分配客户", "Assigned customers", value=lambda member: int(member.assigned_customers)),
        col("supervisor_id", "客户经理主管", "Supervisor"),
        col("status", "状态", "Status"),
    ],
    filters=[*_FILTERS, equals("supervisor_id", "客户经理主管", "Supervisor")],
    newest_first=False,
)

# Contacts are there to be seen by the partner's customers (5.1.1.6/r1): nothing of them is masked.
CONTACTS = View(
    CustomerContact,
    title=Label("客户联系人", "Customer contacts"),
    within=lambda caller, asked: CustomerContact.partition(partner_id=caller.partner_id),
    one=lambda caller, contact_id: contact_key(caller.partner_id, contact_id),
    columns=[
        col("contact_id", "编号", "Contact"),
        col("name", "姓名", "Name"),
        col("position", "职位", "Position"),
        col("mobile", "手机号码", "Mobile"),
        col("email", "电子邮箱", "E-mail"),
        col("landline", "固定电话", "Landline"),
    ],
    newest_first=False,
)

INVITATIONS = View(
    MemberInvitation,
    title=Label("成员邀请", "Invitations"),
    within=lambda caller, asked: MemberInvitation.partition(partner_id=caller.partner_id),
    one=lambda caller, invitation_id: invitation_key(caller.partner_id, invitation_id),
    columns=[
        col("invitation_id", "邀请编号", "Invitation"),
        col("name", "姓名", "Name"),
        col("email", "电子邮箱", "E-mail", masked=True),
        col("roles", "角色", "Roles", value=lambda invitation: [*invitation.roles, *invitation.custom_roles]),
        col("status", "邀请状态", "Status", at=lambda invitation, now: invitation.status_at(now)),
        col("invited_at", "邀请时间", "Invited at"),
        col("expires_at", "失效时间", "Expires at"),
        col("ended_at", "完成时间", "Ended at", in_list=False),
    ],
    filters=[contains("name", "姓名", "Name"), equals("email", "电子邮箱", "E-mail")],
)
