"""What an administration does to users of the pool: create, lock, unlock, reset.

Each takes effect at once, outside any unit of work, and may be repeated: a command that died before its commit does it again.
"""

from __future__ import annotations

import os

from pydantic import SecretStr

from partner_center.identity.pool import pool, refusals_of_pool
from partner_center.kernel.errors import Refusal, Refused


def create_pool_user(user_name: str, temporary_password: SecretStr, *, mobile: str | None = None, email: str | None = None) -> str:
    """A user who must change this password when he first signs in; his id. The pool tells him nothing: the administration does (5.1.2/r3).

    One who was created before and never signed in gets the password anew. Whether the name is free is for the caller's own records to say.
    Raises Refused `account_name_taken` for a user who is in use; Invalid for a password that the pool's policy refuses; Unavailable.
    """
    attributes = {"phone_number": f"+86{mobile.removeprefix('+86')}" if mobile else None, "email": email}
    with refusals_of_pool(pointer="/password"):
        try:
            made = pool().admin_create_user(
                UserPoolId=os.environ["USER_POOL_ID"],
                Username=user_name,
                TemporaryPassword=temporary_password.get_secret_value(),
                MessageAction="SUPPRESS",
                UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items() if value],
            )["User"]
            return str(next(entry["Value"] for entry in made["Attributes"] if entry["Name"] == "sub"))
        except pool().exceptions.UsernameExistsException:
            known = pool().admin_get_user(UserPoolId=os.environ["USER_POOL_ID"], Username=user_name)
            if known["UserStatus"] != "FORCE_CHANGE_PASSWORD":
                raise Refused(Refusal.because("account_name_taken", way_out="choose_another_account_name")) from None
            _set_password(user_name, temporary_password)
            return str(next(entry["Value"] for entry in known["UserAttributes"] if entry["Name"] == "sub"))


def disable_pool_user(user_name: str) -> None:
    """Nobody signs in or refreshes as this user until he is enabled again."""
    with refusals_of_pool():
        pool().admin_disable_user(UserPoolId=os.environ["USER_POOL_ID"], Username=user_name)


def enable_pool_user(user_name: str) -> None:
    """The user may sign in again."""
    with refusals_of_pool():
        pool().admin_enable_user(UserPoolId=os.environ["USER_POOL_ID"], Username=user_name)


def reset_pool_password(user_name: str, temporary_password: SecretStr) -> None:
    """A new initial password, to be changed at the next sign-in; tokens of the old one end. The sessions' records: `end_sessions`."""
    with refusals_of_pool(pointer="/password"):
        _set_password(user_name, temporary_password)
        pool().admin_user_global_sign_out(UserPoolId=os.environ["USER_POOL_ID"], Username=user_name)


def sign_out_everywhere(user_name: str) -> None:
    """All refresh and access tokens of the user end at the pool. The sessions' records: `end_sessions`."""
    with refusals_of_pool():
        pool().admin_user_global_sign_out(UserPoolId=os.environ["USER_POOL_ID"], Username=user_name)


def switch_off_mfa(user_name: str) -> None:
    """Signing in asks for the password alone again: the user proved it, or his administration vouches for him."""
    with refusals_of_pool():
        pool().admin_set_user_mfa_preference(
            UserPoolId=os.environ["USER_POOL_ID"],
            Username=user_name,
            SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False},
        )


def _set_password(user_name: str, temporary_password: SecretStr) -> None:
    pool().admin_set_user_password(
        UserPoolId=os.environ["USER_POOL_ID"], Username=user_name, Password=temporary_password.get_secret_value(), Permanent=False
    )
