"""The words of the API on the customer's side: opening an invitation, registering, accepting, signing (13.1, 13.11)."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from partner_center.customers.association import AssociationType
from partner_center.customers.contracts import AccountName, Email, MainlandMobile, NoticeText, Reason, Token, Words
from partner_center.identity import NewPassword
from partner_center.kernel.labels import Labelled
from partner_center.platform.contracts import Request, Response, Time, field


class TokenRef(Request):
    """An invitation by the token in its link."""

    token: Token


class SignNotice(Request):
    """The customer signs the version of the notice that it was shown (13.11)."""

    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.]{1,16}$")] = field("协议版本", "Version")
    notice_accepted: bool = field("已阅读并同意", "The notice is read and accepted", default=False)


class NoticeState(Response):
    """The notice in force and what the customer signed of it; `to_be_signed` while the two differ."""

    notice: NoticeText
    signed_version: str | None
    signed_at: Time | None
    to_be_signed: bool


class OpenedInvitation(Response):
    """What a customer sees of an invitation; `consequences` are what accepting does to balances, coupons and credit (13.1.1/r20-r23).

    `mobile` (masked) is the one to register with, where the partner reported one."""

    partner_name: str
    association_type: AssociationType
    mobile: str | None
    expires_at: Time | None
    notice: NoticeText
    consequences: list[Words] = []


class Register(TokenRef):
    """A new account by invitation."""

    account_name: AccountName = field("账号名", "Account name")
    password: NewPassword = field("密码", "Password: 8-64 characters with letters and digits, without spaces")
    mobile: MainlandMobile = field("手机号", "Mobile", masked=True)
    email: Email | None = field("邮箱", "E-mail", default=None, masked=True)
    notice_accepted: bool = field("已阅读并同意客户关联须知", "The notice is read and accepted", default=False)


class Registered(Response):
    """A registration that waits for its code. `code_sent_to` is masked."""

    account_name: str
    code_sent_to: str | None


class ConfirmRegistration(TokenRef):
    """The code from the text message."""

    account_name: AccountName
    code: str = field("短信验证码", "Code", pattern=r"^\d{4,8}$")


class Confirmed(Response):
    """A confirmed account: sign in and accept the invitation."""

    account_name: str


class Associate(TokenRef):
    """The signed-in customer accepts the invitation. The cloud terms are needed where the account is not activated (13.1.2/r5)."""

    notice_accepted: bool = field("已阅读并同意客户关联须知", "The notice is read and accepted", default=False)
    cloud_terms_accepted: bool = field("同意用户协议与隐私声明", "The cloud terms are accepted", default=False)


class Outcome(Labelled):
    """How an acceptance ended."""

    ASSOCIATED = "associated", "已关联", "Associated"
    FAILED = "failed", "关联失败", "Association failed"


class AssociationOutcome(Response):
    """How an acceptance ended; all reasons where it failed."""

    outcome: Outcome
    partner_id: str
    association_type: AssociationType
    reasons: list[Reason] = []


class Eligibility(Response):
    """Whether the signed-in customer could be associated by an invitation now."""

    eligible: bool
    reasons: list[Reason]
    consequences: list[Words] = []
