"""The words of the area's API: requests and answers with their limits and labels."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr, StringConstraints

from partner_center.identity.account import RealNameKind, RealNameStatus
from partner_center.identity.membership import MemberStatus
from partner_center.identity.passwords import PasswordTwice
from partner_center.identity.registration_contracts import Code
from partner_center.kernel.permissions import Actor
from partner_center.platform.caller import Purpose
from partner_center.platform.contracts import Id, Name, Request, Response, Time, field

# No account name holds a slash: with it the user pool tells members of different partners apart.
TypedName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128, pattern=r"^[^/\x00-\x1f]+$")]
TotpCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Token = Annotated[SecretStr, Field(min_length=1, max_length=8192)]
ChallengeText = Annotated[SecretStr, Field(min_length=20, max_length=2048)]  # what the user pool takes
Tenant = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{1,64}$")]


# --- signing in -----------------------------------------------------------------------------------------------------------


class Named(Request):
    """Who wants to sign in: two values for an account of one's own, a third, the partner's account name, for its members (5.1.2/r2)."""

    account_name: TypedName = field("账号名 / 手机号 / 邮箱", "Account name, mobile, or e-mail of a member")
    partner_account_name: TypedName | None = field("租户名/伙伴账号名", "The partner's account name, for its members", default=None)


class SignIn(Named):
    """Name and password. `partner_id` chooses the partner (or `vendor`) to act for where there are several."""

    password: SecretStr = field("密码", "Password", min_length=1, max_length=256)
    partner_id: Tenant | None = field("合作伙伴ID", "Act for this partner", default=None)


class AnswerNewPassword(Named, PasswordTwice):
    """The answer to the challenge `new_password`: the initial password is replaced (5.1.2/r4)."""

    challenge: ChallengeText = field("质询", "The challenge's own text")
    partner_id: Tenant | None = field("合作伙伴ID", "Act for this partner", default=None)


class AnswerMfa(Named):
    """The answer to the challenge `mfa`: the code that the authenticator shows."""

    challenge: ChallengeText = field("质询", "The challenge's own text")
    code: TotpCode = field("动态验证码", "Code of the authenticator")
    partner_id: Tenant | None = field("合作伙伴ID", "Act for this partner", default=None)


class RefreshSession(Request):
    """The refresh token of a sign-in."""

    refresh_token: Token = field("刷新令牌", "Refresh token")


class SwitchTenant(Request):
    """For whom the session acts from the next call on; nobody: for one's own account."""

    partner_id: Tenant | None = field("合作伙伴ID", "Act for this partner (or `vendor`)", default=None)


class SignOut(Request):
    """The refresh token, where it shall end at the user pool too."""

    refresh_token: Token | None = field("刷新令牌", "Refresh token", default=None)


class SessionRef(Request):
    """One of one's own sessions."""

    session_id: Id


class Challenge(Response):
    """What is still asked before there is a session. `challenge` goes back with the answer; it holds for a few minutes."""

    name: Literal["new_password", "mfa"]
    challenge: str


class TenantChoice(Response):
    """Somebody for whom the person may act."""

    partner_id: str
    actor: Actor
    account_name: str
    roles: list[str]


class SignedIn(Response):
    """Tokens, or a challenge instead.

    The id token goes into `Authorization: Bearer …`; the access token is asked for where a password or a second factor is changed;
    `expires_in` in seconds. A refresh gives no new refresh token. `partner_id` is the tenant the session acts for: where there are
    several and none was named, none is chosen, and `PUT /identity/sessions/current` chooses.
    """

    id_token: str | None = None
    access_token: str | None = None
    refresh_token: str | None = None
    expires_in: int | None = None
    challenge: Challenge | None = None
    partner_id: str | None = None
    tenants: list[TenantChoice] = []


class OwnSession(Response):
    """One of one's sessions."""

    session_id: str
    current: bool
    partner_id: str | None
    opened_at: Time
    source: str | None
    mfa: bool


class OwnSessions(Response):
    """The sessions that are open."""

    items: list[OwnSession]


class Ended(Response):
    """How many sessions ended."""

    sessions: int


class SessionProfile(Response):
    """Who the caller is and what it may do, and what else the person has (1.3)."""

    user_id: str
    account_name: str
    name: str
    actor: Actor
    roles: tuple[str, ...]
    permissions: list[str]
    partner_id: str | None
    partner_type: str | None
    customer_id: str | None
    agency: AgencyState | None  # while the person acts as a customer of its partner (10.4.1.8/r4)
    account: AccountState | None
    tenants: list[TenantState]


class AgencyState(Response):
    """For whom and for what a partner's user acts as a customer: what the portal shows beside 切换角色."""

    partner_id: str
    agency_session_id: str
    purpose: Purpose


class AccountState(Response):
    """The person's own account."""

    mobile: str | None = field("手机号", "Mobile", masked=True)
    email: str | None = field("邮箱", "E-mail", masked=True)
    country_region: str
    cloud_activated: bool
    real_name_status: RealNameStatus
    real_name_kind: RealNameKind | None
    mfa_on: bool


class TenantState(TenantChoice):
    """A membership with its state."""

    status: MemberStatus
    current: bool


# --- second factor --------------------------------------------------------------------------------------------------------


class WithAccessToken(Request):
    """The access token of the very session that calls."""

    access_token: Token = field("访问令牌", "Access token")


class ConfirmMfa(WithAccessToken):
    """The first code that the authenticator shows."""

    code: TotpCode = field("动态验证码", "Code of the authenticator")


class SwitchMfaOff(Request):
    """Whoever removes the second factor proves the first."""

    password: SecretStr = field("密码", "Password", min_length=1, max_length=256)


class MfaSecret(Response):
    """What the authenticator needs: the secret, and the same as an address for a QR code. Shown once."""

    secret: str
    address: str


class MfaState(Response):
    """Whether signing in asks for a second factor."""

    mfa_on: bool


# --- accounts -------------------------------------------------------------------------------------------------------------


class ActivateCloud(Request):
    """The tick at the cloud's user agreement and privacy statement (1.1/r2)."""

    terms_accepted: bool = field("已阅读并同意用户协议和隐私政策声明", "The terms are read and accepted", default=False)


class CloudActivated(Response):
    """An activated cloud account, and what the cloud learns of the account by it (1.1/r3)."""

    activated_at: Time
    terms_version: str
    obtained: list[str]


# --- real-name verification -----------------------------------------------------------------------------------------------


class SubmitRealName(Request):
    """Whose name is to be proved, by which document: the unified social credit code of an enterprise with its licence, or an ID number."""

    kind: RealNameKind = field("认证类型", "Kind")
    name: Name = field("企业名称/姓名", "Name of the enterprise or person")
    document_no: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Za-z]{18}$")] = field(
        "统一社会信用代码/身份证号", "Unified social credit code or ID number", masked=True
    )
    file_id: Id | None = field("营业执照/证件文件", "File of the licence or document", default=None)


class RealNameState(Response):
    """How far the verification is."""

    status: RealNameStatus
    kind: RealNameKind | None
    name: str | None
    document: str | None = field("证件号码", "Document number", masked=True)
    verification_id: str | None
    submitted_at: Time | None
    decided_at: Time | None
    reasons: list[str]


# --- passwords ------------------------------------------------------------------------------------------------------------


class ChangePassword(PasswordTwice, WithAccessToken):
    """The old password proves who asks (4.1/r2). `sign_out_others` ends the sessions on all other devices."""

    old_password: SecretStr = field("旧密码", "Old password", min_length=1, max_length=256)
    sign_out_others: bool = field("退出其他设备", "Sign out other devices", default=False)


class RecoverPassword(Named):
    """Who forgot the password (4.1/r8)."""


class ResetPassword(Named, PasswordTwice):
    """The code from the text message and the new password."""

    code: Code = field("短信验证码", "Code from the text message")
