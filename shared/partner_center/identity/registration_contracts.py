"""The words of the API in which an account is registered, which other areas speak too (a customer registers by an invitation)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from partner_center.identity.account import COUNTRY
from partner_center.identity.passwords import PasswordTwice
from partner_center.platform.contracts import Mobile, Request, Response, field

MainlandMobile = Annotated[Mobile, AfterValidator(lambda mobile: mobile.removeprefix("+86"))]
AccountName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_\-]{4,63}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")]
RegistrationId = Annotated[str, StringConstraints(pattern=r"^rg[0-9a-z]{32}$")]


class RegisterAccount(PasswordTwice):
    """A new account. Registering is consenting to the user agreement and the privacy statement of the account (1.1/r1)."""

    country_region: Literal["CN"] = field("国家/地区", "Country or region", default=COUNTRY)
    mobile: MainlandMobile = field("手机号", "Mobile", masked=True)


class Registered(Response):
    """A registration that waits for its code, whoever has the mobile already. `code_sent_to` is masked."""

    registration_id: str
    code_sent_to: str | None


class ConfirmAccount(Request):
    """The code from the text message, and the account name. Without a name one is made up; the mobile signs in too where it is free."""

    registration_id: RegistrationId
    code: Code = field("短信验证码", "Code from the text message")
    account_name: AccountName | None = field("账号名", "Account name", default=None)


class RegistrationRef(Request):
    """A registration that waits for its code."""

    registration_id: RegistrationId


class AccountOpened(Response):
    """An account to sign in with."""

    account_name: str
