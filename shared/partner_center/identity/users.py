"""The people in Cognito's user pool: signing up, confirming by code, signing in.

These calls take effect at once, outside any unit of work; a function makes them only where a repetition does no harm.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import SecretStr

from partner_center.kernel.errors import Invalid, Refusal, Refused, Unavailable


@dataclass(frozen=True)
class User:
    """Somebody in the pool. `user_id` is the pool's own id of him (the token's `sub`); `mobile` without country code.

    `mobile_proved`: a code went to this very mobile and came back.
    """

    user_id: str
    account_name: str
    mobile: str
    email: str | None
    confirmed: bool
    mobile_proved: bool


@dataclass(frozen=True)
class Tokens:
    """What a sign-in gives. `expires_in` in seconds; `refresh_token` is None after a refresh."""

    id_token: str
    refresh_token: str | None
    expires_in: int


def sign_up(account_name: str, password: SecretStr, mobile: str, email: str | None) -> None:
    """A new, unconfirmed user; the pool sends a code to the mobile (mainland number without country code).

    Raises Refused `account_name_taken`, `too_many_attempts`; Invalid for a password that the pool's policy refuses.
    """
    attributes = [{"Name": "phone_number", "Value": f"+86{mobile}"}]
    if email:
        attributes.append({"Name": "email", "Value": email})
    with _translated():
        _pool().sign_up(
            ClientId=os.environ["USER_POOL_CLIENT_ID"],
            Username=account_name,
            Password=password.get_secret_value(),
            UserAttributes=attributes,
        )


def confirm_sign_up(account_name: str, code: str, *, again: bool = False) -> User:
    """The user whose mobile the code proves. `again`: one whom this very registration confirmed before passes, with the mobile proved then.

    Raises Refused `code_wrong` (alike for an unknown or otherwise confirmed user), `too_many_attempts`.
    """
    user = find_user(account_name)
    if user is None or (user.confirmed and not (again and user.mobile_proved)):
        raise Refused(Refusal.because("code_wrong", way_out="ask_for_new_code"))
    if not user.confirmed:
        with _translated():
            _pool().confirm_sign_up(ClientId=os.environ["USER_POOL_CLIENT_ID"], Username=account_name, ConfirmationCode=code)
    return user


def find_user(account_name: str) -> User | None:
    """A user by account name, None where there is none."""
    with _translated():
        try:
            found = _pool().admin_get_user(UserPoolId=os.environ["USER_POOL_ID"], Username=account_name)
        except _pool().exceptions.UserNotFoundException:
            return None
    known = {attribute["Name"]: attribute["Value"] for attribute in found["UserAttributes"]}
    mobile = known.get("phone_number", "").removeprefix("+86")
    return User(
        user_id=known["sub"],
        account_name=found["Username"],
        mobile=mobile,
        email=known.get("email"),
        confirmed=found["UserStatus"] != "UNCONFIRMED",
        mobile_proved=known.get("phone_number_verified") == "true",
    )


def authenticate(account_name: str, password: SecretStr) -> Tokens:
    """Tokens for a name and a password.

    Raises Refused `sign_in_failed` alike for whoever is unknown, unconfirmed or mistyped; `password_change_required`.
    """
    return _tokens("USER_PASSWORD_AUTH", "sign_in_failed", USERNAME=account_name, PASSWORD=password.get_secret_value())


def refresh(refresh_token: SecretStr) -> Tokens:
    """Fresh tokens for a session. Raises Refused `session_ended`."""
    return _tokens("REFRESH_TOKEN_AUTH", "session_ended", REFRESH_TOKEN=refresh_token.get_secret_value())


def _tokens(flow: str, refused: str, **parameters: str) -> Tokens:
    with _translated(refused):
        answer = _pool().initiate_auth(ClientId=os.environ["USER_POOL_CLIENT_ID"], AuthFlow=flow, AuthParameters=parameters)
    result = answer.get("AuthenticationResult")
    if not result:
        raise Refused(Refusal.because("password_change_required", challenge=answer.get("ChallengeName")))
    return Tokens(result["IdToken"], result.get("RefreshToken"), int(result["ExpiresIn"]))


@contextmanager
def _translated(unknown: str | None = None) -> Iterator[None]:
    """The pool's complaints in our words; `unknown` is the one refusal for all that says something about a user."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except BotoCoreError as problem:
        raise Unavailable("user pool") from problem
    except ClientError as problem:
        raise _refused(problem.response["Error"]["Code"], unknown) from problem


_ABOUT_A_USER = {
    "UserNotFoundException", "NotAuthorizedException", "UserNotConfirmedException", "PasswordResetRequiredException",
    "InvalidParameterException", "ResourceNotFoundException",
}  # fmt: skip


def _refused(code: str, unknown: str | None) -> Exception:
    if unknown and code in _ABOUT_A_USER:
        return Refused(Refusal.because(unknown))
    match code:
        case "UsernameExistsException" | "AliasExistsException":
            return Refused(Refusal.because("account_name_taken", way_out="choose_another_account_name"))
        case "CodeMismatchException" | "ExpiredCodeException" | "NotAuthorizedException":
            return Refused(Refusal.because("code_wrong", way_out="ask_for_new_code"))
        case "LimitExceededException" | "TooManyRequestsException" | "TooManyFailedAttemptsException":
            return Refused(Refusal.because("too_many_attempts"))
        case "InvalidPasswordException":
            return Invalid(("/password", "password_policy", "at least 8 characters with capital and small letters and digits"))
    return Unavailable(f"user pool: {code}")


@lru_cache(maxsize=1)
def _pool() -> Any:
    import boto3

    return boto3.client("cognito-idp")
