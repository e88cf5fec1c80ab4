"""What people change in the user pool themselves: their password and their second factor."""

from __future__ import annotations

import os
from urllib.parse import quote

from pydantic import SecretStr

from partner_center.identity.pool import pool, refusals_of_pool
from partner_center.kernel.errors import Refused

ISSUER = "Partner Center"  # the name under which an authenticator lists us


def replace_password(access_token: SecretStr, old: SecretStr, new: SecretStr) -> None:
    """A new password for the old one. Raises Refused `old_password_wrong`; Invalid for one that the pool's policy refuses."""
    with refusals_of_pool("old_password_wrong"):
        pool().change_password(
            AccessToken=access_token.get_secret_value(), PreviousPassword=old.get_secret_value(), ProposedPassword=new.get_secret_value()
        )


def send_recovery_code(user_name: str) -> None:
    """A code to the mobile that the user proved; silent about whoever is unknown or has proved none. Raises Refused `too_many_attempts`."""
    try:
        with refusals_of_pool("code_not_sent"):
            pool().forgot_password(ClientId=os.environ["USER_POOL_CLIENT_ID"], Username=user_name)
    except Refused as refused:
        if refused.refusals[0].code != "code_not_sent":
            raise


def recover_password(user_name: str, code: str, new: SecretStr) -> None:
    """A new password for a code. Raises Refused `code_wrong`, alike for an unknown user; Invalid."""
    with refusals_of_pool("code_wrong"):
        pool().confirm_forgot_password(
            ClientId=os.environ["USER_POOL_CLIENT_ID"], Username=user_name, ConfirmationCode=code, Password=new.get_secret_value()
        )


def begin_mfa(access_token: SecretStr) -> str:
    """A secret for an authenticator, in force once its first code is confirmed. Raises Refused `session_ended`."""
    with refusals_of_pool("session_ended"):
        return str(pool().associate_software_token(AccessToken=access_token.get_secret_value())["SecretCode"])


def confirm_mfa(access_token: SecretStr, code: str) -> None:
    """From now on signing in asks for the authenticator's code. Raises Refused `code_wrong`."""
    token = access_token.get_secret_value()
    with refusals_of_pool("code_wrong"):
        pool().verify_software_token(AccessToken=token, UserCode=code)
        pool().set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})


def otp_address(secret: str, account_name: str) -> str:
    """The secret as authenticators read it from a QR code."""
    return f"otpauth://totp/{quote(ISSUER)}:{quote(account_name)}?secret={secret}&issuer={quote(ISSUER)}"
