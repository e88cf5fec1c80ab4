"""The people in the user pool: signing up, confirming by code, finding.

These calls take effect at once; a function makes them only where a repetition does no harm.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from pydantic import SecretStr

from partner_center.identity.pool import pool, refusals_of_pool
from partner_center.kernel.errors import Refusal, Refused


@dataclass(frozen=True)
class User:
    """Somebody in the pool. `user_id` is the pool's own id of him (the token's `sub`); `mobile` without country code.

    `account_name` is the pool's name of him. `mobile_proved`: a code went to this very mobile and came back.
    """

    user_id: str
    account_name: str
    mobile: str
    email: str | None
    confirmed: bool
    mobile_proved: bool


def sign_up(user_name: str, password: SecretStr, mobile: str, email: str | None = None, *, field: str = "/password") -> None:
    """A new, unconfirmed user; the pool sends a code to the mobile (mainland number without country code).

    Raises Refused `account_name_taken`, `too_many_attempts`; Invalid (at `field`) for a password that the pool's policy refuses.
    """
    attributes = [{"Name": "phone_number", "Value": f"+86{mobile}"}]
    if email:
        attributes.append({"Name": "email", "Value": email})
    with refusals_of_pool(pointer=field):
        pool().sign_up(
            ClientId=os.environ["USER_POOL_CLIENT_ID"],
            Username=user_name,
            Password=password.get_secret_value(),
            UserAttributes=attributes,
        )


def send_code_again(user_name: str) -> None:
    """Another code for an unconfirmed user; silent about one who is unknown or confirmed. Raises Refused `too_many_attempts`."""
    try:
        with refusals_of_pool("code_not_sent"):
            pool().resend_confirmation_code(ClientId=os.environ["USER_POOL_CLIENT_ID"], Username=user_name)
    except Refused as refused:
        if refused.refusals[0].code != "code_not_sent":
            raise


def confirm_sign_up(user_name: str, code: str, *, again: bool = False) -> User:
    """The user whose mobile the code proves. `again`: one whom this very registration confirmed before passes, with the mobile proved then.

    Raises Refused `code_wrong` (alike for an unknown or otherwise confirmed user), `too_many_attempts`.
    """
    user = find_user(user_name)
    if user is None or (user.confirmed and not (again and user.mobile_proved)):
        raise Refused(Refusal.because("code_wrong", way_out="ask_for_new_code"))
    if not user.confirmed:
        with refusals_of_pool():
            pool().confirm_sign_up(ClientId=os.environ["USER_POOL_CLIENT_ID"], Username=user_name, ConfirmationCode=code)
    return user


def find_user(user_name: str) -> User | None:
    """A user by the pool's name of him, None where there is none."""
    with refusals_of_pool():
        try:
            found = pool().admin_get_user(UserPoolId=os.environ["USER_POOL_ID"], Username=user_name)
        except pool().exceptions.UserNotFoundException:
            return None
    known = {attribute["Name"]: attribute["Value"] for attribute in found["UserAttributes"]}
    return User(
        user_id=known["sub"],
        account_name=found["Username"],
        mobile=known.get("phone_number", "").removeprefix("+86"),
        email=known.get("email"),
        confirmed=found["UserStatus"] != "UNCONFIRMED",
        mobile_proved=known.get("phone_number_verified") == "true",
    )
