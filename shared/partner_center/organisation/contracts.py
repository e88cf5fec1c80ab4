"""The words of the area's API: requests and answers with their limits and labels."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, StringConstraints

from partner_center.identity import Membership, MemberStatus, PasswordTwice
from partner_center.kernel.errors import Wrong
from partner_center.organisation.contact_contracts import Email, Landline, PersonName
from partner_center.organisation.invitation import InvitationStatus, MemberInvitation
from partner_center.organisation.organisation import Organisation
from partner_center.organisation.role import CustomRole, RoleType
from partner_center.platform.contracts import Id, Mobile, Request, Response, Time, field

AccountName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_\-]{4,63}$")]
RoleName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Token = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{32}$")]
MOST_ROLES = 3  # of one member (5.1.1.3/r5)
MOST_MANAGERS = 40  # below one supervisor: all their memberships change in one transaction when he ceases to be one


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise Wrong("须为 IANA 时区，如 Asia/Shanghai", "an IANA time zone, such as Asia/Shanghai")
    return name


TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]


class ContactDetails(Request):
    """How a member is called and reached (entity org_member)."""

    name: PersonName = field("姓名", "Name")
    mobile: Mobile = field("手机号码", "Mobile", masked=True)
    email: Email = field("电子邮箱", "E-mail; signs in with it too", masked=True)
    landline: Landline | None = field("固定电话", "Landline", default=None)


def _roles() -> object:
    return field("角色", "Roles: built-in ones by code, the partner's own by id", min_length=1, max_length=MOST_ROLES, unique=True)


# --- members --------------------------------------------------------------------------------------------------------------


class CreateMember(PasswordTwice, ContactDetails):
    """A new member of the partner. The administrator hands out the password, which is changed at the first sign-in (5.1.2/r3, r4)."""

    account_name: AccountName = field("账号名", "Account name; never changed")
    roles: list[Id] = _roles()  # type: ignore[assignment]  # a field of the contract
    supervisor_id: Id | None = field("客户经理主管", "Supervisor of an account manager", default=None)


class CreateStaff(PasswordTwice, ContactDetails):
    """A new member of the vendor's staff."""

    account_name: AccountName = field("账号名", "Account name; never changed")
    roles: list[Id] = field("角色", "Duties", min_length=1, max_length=8, unique=True)


class UpdateMember(ContactDetails):
    """What an administrator may change of a member (5.1.1.5/r3)."""

    user_id: Id
    status: Literal[MemberStatus.ACTIVE, MemberStatus.LOCKED] = field("状态", "Status")


class UpdateOwnProfile(ContactDetails):
    """What a member may change of himself (5.1.3; OPEN there: not account name, roles, status; the password in identity)."""


class MemberRef(Request):
    """One member."""

    user_id: Id


class ResetPassword(PasswordTwice):
    """A new initial password of a member."""

    user_id: Id


class AssignRoles(Request):
    """The roles that a member has from now on. `supervisor_id` goes with the role of an account manager."""

    user_id: Id
    roles: list[Id] = _roles()  # type: ignore[assignment]  # a field of the contract
    supervisor_id: Id | None = field("客户经理主管", "Supervisor of an account manager", default=None)


class AssignDuties(Request):
    """The duties that a member of the vendor's staff has from now on."""

    user_id: Id
    roles: list[Id] = field("角色", "Duties", min_length=1, max_length=8, unique=True)


class AssignManagers(Request):
    """The account managers below a supervisor from now on; whoever is left out has none."""

    user_id: Id
    manager_ids: list[Id] = field("客户经理", "Account managers", max_length=MOST_MANAGERS, unique=True)


class TransferAdministrator(Request):
    """Who becomes the super administrator, and which roles the former one keeps."""

    user_id: Id
    own_roles: list[Id] = field("原管理员保留的角色", "Roles that the former one keeps", min_length=1, max_length=MOST_ROLES, unique=True)


class MemberState(Response):
    """A member after a command. `unmanaged`: account managers who have no supervisor any more and need one (5.1.1.3/r10)."""

    user_id: str
    account_name: str
    name: str
    roles: list[str]
    status: MemberStatus
    supervisor_id: str | None
    managers: list[str]
    unmanaged: list[str] = []

    @classmethod
    def of(cls, member: Membership, unmanaged: list[str] | None = None) -> MemberState:
        """The state of a member."""
        return cls(
            user_id=member.user_id,
            account_name=member.account_name,
            name=member.name,
            roles=[*member.roles, *member.custom_roles],
            status=member.status,
            supervisor_id=member.supervisor_id,
            managers=list(member.managers),
            unmanaged=unmanaged or [],
        )


# --- roles ----------------------------------------------------------------------------------------------------------------


class CreateRole(Request):
    """A role of the partner's own. The default permissions are added (5.1.1.4/r2)."""

    role_name: RoleName = field("角色名称", "Role name")
    description: str | None = field("描述", "Description", default=None, max_length=256)
    permissions: list[Id] = field("权限", "Permissions", min_length=1, max_length=200, unique=True)


class UpdateRole(CreateRole):
    """A role of the partner's own as it shall be."""

    role_id: Id


class RoleRef(Request):
    """One role: a preset one by its code, the partner's own by its id."""

    role_id: Id


class RoleState(Response):
    """A role with its permissions and how many members have it (人员数量)."""

    role_id: str
    role_name: str
    role_name_en: str | None = None
    description: str | None = None
    type: RoleType
    permissions: list[str]
    member_count: int

    @classmethod
    def of(cls, role: CustomRole) -> RoleState:
        """A role of the partner's own."""
        return cls(
            role_id=role.role_id,
            role_name=role.role_name,
            description=role.description,
            type=RoleType.CUSTOM,
            permissions=list(role.permissions),
            member_count=int(role.member_count),
        )


class Roles(Response):
    """All roles that the partner may give; `custom_roles_left` of its own it may still make."""

    items: list[RoleState]
    custom_roles_left: int


class MenuPermission(Response):
    """One permission in the menu."""

    permission: str
    zh: str
    en: str
    by_default: bool


class Menu(Response):
    """A menu of the portal with the permissions below it."""

    menu: str
    zh: str
    en: str
    permissions: list[MenuPermission]


class Menus(Response):
    """The menu tree out of which a role is put together (5.1.1.2/r3)."""

    items: list[Menu]


# --- settings -------------------------------------------------------------------------------------------------------------


class ChangeSettings(Request):
    """Whether codes are asked for wherever the partner may choose (19.8/r1)."""

    codes_on: bool = field("验证码验证", "Verification codes")


class MessageSettings(Request):
    """In which language and time zone the partner's people are told things (4.2)."""

    language: Literal["zh-CN", "en-US"] = field("语言", "Language")
    time_zone: TimeZone = field("时区", "Time zone")


class Settings(Response):
    """A partner's settings."""

    partner_id: str
    name: str
    codes_on: bool
    language: str
    time_zone: str

    @classmethod
    def of(cls, organisation: Organisation) -> Settings:
        """The settings of an organisation."""
        return cls.model_validate(organisation.fields())


# --- invitations ----------------------------------------------------------------------------------------------------------


class InviteMember(Request):
    """Somebody with an account of his own whom the partner wants as a member."""

    email: Email = field("电子邮箱", "E-mail", masked=True)
    name: PersonName = field("姓名", "Name")
    roles: list[Id] = _roles()  # type: ignore[assignment]  # a field of the contract


class InvitationRef(Request):
    """One invitation of the partner."""

    invitation_id: Id


class InvitationToken(Request):
    """What the link in the mail carries."""

    token: Token


class InvitationState(Response):
    """An invitation after a command."""

    invitation_id: str
    status: InvitationStatus
    expires_at: Time

    @classmethod
    def of(cls, invitation: MemberInvitation) -> InvitationState:
        """The state of an invitation."""
        return cls(invitation_id=invitation.invitation_id, status=invitation.status, expires_at=invitation.expires_at)


class OpenedInvitation(Response):
    """What somebody sees who opens the link."""

    partner_name: str
    name: str
    status: InvitationStatus
    expires_at: Time


class Joined(Response):
    """The membership that an acceptance made."""

    partner_id: str
    partner_name: str
    roles: list[str]
