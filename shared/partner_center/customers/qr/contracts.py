"""The words of the API for phones."""

from __future__ import annotations

from typing import Literal

from partner_center.customers.association import AssociationType
from partner_center.customers.association_contracts import TokenRef
from partner_center.customers.contracts import MainlandMobile, NoticeText, Words
from partner_center.identity import NewPassword, WithCaptcha
from partner_center.platform.contracts import Response, Time, field


class ScannedInvitation(Response):
    """What a phone shows of an invitation. `notice` is a step of its own for resale only; `terms` are part of the consent to activation."""

    partner_name: str
    association_type: AssociationType
    mobile: str | None
    expires_at: Time | None
    notice: NoticeText | None
    terms: NoticeText
    consequences: list[Words]


class RegisterByQr(TokenRef, WithCaptcha):
    """A new account by phone, for a captcha (图形验证码). Its name is made by us and answered; signing in by mobile needs none."""

    country_region: Literal["CN"] = field("国家/地区", "Country or region; mobiles of +86", default="CN")
    mobile: MainlandMobile = field("手机号", "Mobile", masked=True)
    password: NewPassword = field("密码", "Password: 8-64 characters with letters and digits, without spaces")
    notice_accepted: bool = field("已阅读并同意客户关联须知", "The notice is read and accepted; asked for resale", default=False)


class AssociateByQr(TokenRef):
    """The signed-in customer accepts on its phone. The two consents are separate, and only the first is ever needed (13.1.3/r2)."""

    notice_accepted: bool = field("已阅读并同意客户关联须知", "The notice is read and accepted; asked for resale", default=False)
    consent_accepted: bool = field(
        "同意用户协议、隐私声明、客户关联须知、伙伴关联条款及个人数据处理",
        "User agreement, privacy, notice, terms and personal data are accepted",
        default=False,
    )
    marketing_accepted: bool = field("同意接收优惠、广告与资讯", "Offers, advertisements and news are welcome", default=False)
