"""Cognito's user pool, and its complaints in our words. What is asked of it takes effect at once, outside any unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from partner_center.kernel.errors import Invalid, Refusal, Refused, Unavailable
from partner_center.kernel.labels import Label
from partner_center.platform import aws

_ABOUT_A_USER = {
    "UserNotFoundException", "NotAuthorizedException", "UserNotConfirmedException", "PasswordResetRequiredException",
    "InvalidParameterException", "ResourceNotFoundException", "CodeMismatchException", "ExpiredCodeException",
    "EnableSoftwareTokenMFAException", "CodeDeliveryFailureException",
}  # fmt: skip


def pool() -> Any:
    """The client; its own `exceptions` tell apart what the pool says."""
    return aws.client("cognito-idp")


@contextmanager
def refusals_of_pool(unknown: str | None = None, *, pointer: str = "/new_password") -> Iterator[None]:
    """The pool's complaints in our words. `unknown` is the one refusal for all that says something about a user; `pointer` names the
    request's field that holds a new password.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except BotoCoreError as problem:
        raise Unavailable("user pool") from problem
    except ClientError as problem:
        raise _refused(problem.response["Error"]["Code"], unknown, pointer) from problem


def _refused(code: str, unknown: str | None, pointer: str) -> Exception:
    if unknown and code in _ABOUT_A_USER:
        return Refused(Refusal.because(unknown))
    match code:
        case "UsernameExistsException" | "AliasExistsException":
            return Refused(Refusal.because("account_name_taken", way_out="choose_another_account_name"))
        case "CodeMismatchException" | "ExpiredCodeException" | "NotAuthorizedException":
            return Refused(Refusal.because("code_wrong", way_out="ask_for_new_code"))
        case "LimitExceededException" | "TooManyRequestsException" | "TooManyFailedAttemptsException":
            return Refused(Refusal.because("too_many_attempts", way_out="wait_and_try_again"))
        case "InvalidPasswordException":
            return Invalid(
                (
                    pointer,
                    "password_policy",
                    Label("至少 8 个字符，须含字母和数字，不含空格", "at least 8 characters with letters and digits, without spaces"),
                )
            )
    return Unavailable(f"user pool: {code}")
