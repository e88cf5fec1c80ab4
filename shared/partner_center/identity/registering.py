"""Opening an account: mobile and password first, the account name once the mobile is proved (1.1).

A stranger learns from nothing here which accounts there are: a registration is known to the user pool by an id of its own, any number of
them may have one mobile, and that a name is taken is said only to whoever has proved a mobile.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any, NamedTuple

from partner_center.identity.account import Account, account_key
from partner_center.identity.documents import ACCOUNT_PRIVACY_STATEMENT, ACCOUNT_USER_AGREEMENT
from partner_center.identity.events import AccountRegistered
from partner_center.identity.guessing import (
    CODE_PAUSE,
    CODES,
    ONE_TIME_CODES,
    REGISTRATIONS_FROM,
    REGISTRATIONS_OF,
    guess,
    limited,
    right,
)
from partner_center.identity.login_name import NO_TENANT, LoginName, login_name_key, login_names
from partner_center.identity.registration_contracts import AccountOpened, ConfirmAccount, RegisterAccount, Registered, RegistrationRef
from partner_center.identity.users import User, confirm_sign_up, find_user, send_code_again, sign_up
from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Refusal, Refused
from partner_center.kernel.permissions import Actor
from partner_center.platform.agreement import sign
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Nothing, masked
from partner_center.platform.table import Flag, Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

KEPT = clock.DAY * 14


class SignUp(Record, kind="sign_up"):
    """A registration that waits for its code. `registration_id` is unguessable, and the user pool's name of the user."""

    PLACE = Place("sign_up/{registration_id}", "sign_up")
    SECRET = ("registration_id",)

    registration_id = Text()
    country_region = Text()
    consented_at = Instant()
    account_name = Text(null=True)  # once confirmed
    confirmed = Flag(default=False)


def sign_up_key(registration_id: str) -> Key[SignUp]:
    """The address of a registration."""
    return SignUp.key(registration_id=registration_id)


def register_account(request: RegisterAccount, work: Work) -> Registered:
    """Sign up in the pool, which sends a code to the mobile. Registering is consenting (1.1/r1): when is kept.

    A dry run asks the pool nothing. Raises Refused `too_many_attempts`; Invalid for a password that the pool refuses.
    """
    work.keep_no_answer()
    registration_id = f"rg{ids.secret_token().lower()}"
    if not work.dry_run:
        limited((REGISTRATIONS_OF, request.mobile), (REGISTRATIONS_FROM, work.origin.source or "unknown"))
        sign_up(registration_id, request.new_password, request.mobile, field="/new_password")
    made = SignUp(
        registration_id=registration_id,
        country_region=request.country_region,
        consented_at=work.now,
    )
    made.expires_at_epoch = int((datetime.now(UTC) + KEPT).timestamp())
    work.add(made)
    return Registered(registration_id=registration_id, code_sent_to=masked(request.mobile))


def send_registration_code(request: RegistrationRef, work: Work) -> Nothing:
    """Another code, once a minute; silent about a registration that nobody made. Raises Refused `too_many_attempts`."""
    if not work.dry_run:
        limited((CODE_PAUSE, request.registration_id), (CODES, request.registration_id))
        send_code_again(request.registration_id)
    return Nothing()


def confirm_account(request: ConfirmAccount, work: Work) -> AccountOpened:
    """The code proves the mobile: from now on there is an account. Repeating it changes nothing.

    Raises Refused `code_wrong`, `account_name_taken` (another name may be tried), `too_many_attempts`.
    """
    made = work.look(sign_up_key(request.registration_id))[0]
    if work.dry_run:
        return AccountOpened(account_name=request.account_name or "")
    if made is None:
        raise Refused(Refusal.because("code_wrong", way_out="ask_for_new_code"))
    if made.confirmed:
        return AccountOpened(account_name=made.account_name)
    guess((ONE_TIME_CODES, request.registration_id))
    user = confirm_sign_up(request.registration_id, request.code, again=True)
    right((ONE_TIME_CODES, request.registration_id))
    name = request.account_name or f"user-{secrets.token_hex(6)}"
    found = Found(*work.look(*account_keys(user, name)))
    work.require(refuses_account_name(found.by_name, name, user.user_id))
    account = open_account(work, user, name, found, made.consented_at)
    account.country_region = made.country_region
    made.confirmed, made.account_name = True, name
    work.change(made)
    work.emit(AccountRegistered(partner_id="", user_id=user.user_id))
    return AccountOpened(account_name=name)


class Found(NamedTuple):
    """What stands in the way of an account, or is it already."""

    account: Account | None
    by_name: LoginName | None
    by_mobile: LoginName | None


def account_keys(user: User, account_name: str) -> tuple[Key[Any], ...]:
    """The addresses of what `open_account` must know (`Found`), to be read with a command's other facts."""
    return account_key(user.user_id), login_name_key(NO_TENANT, account_name), login_name_key(NO_TENANT, user.mobile)


def open_account(work: Work, user: User, account_name: str, found: Found, consented_at: datetime) -> Account:
    """The account of somebody who has proved his mobile, with the names by which he signs in and his consent (1.1/r1).

    The mobile signs in too where no other account has it. One that is open already stays as it is. From here on the work is that person's.
    """
    work.speak_for(Caller(user.user_id, Actor.CUSTOMER, name=account_name, customer=user.user_id))
    if found.account is not None:
        return found.account
    agreed = ACCOUNT_USER_AGREEMENT.in_force(consented_at)
    account = Account(
        user_id=user.user_id,
        user_name=user.account_name,
        account_name=account_name,
        mobile=user.mobile,
        email=user.email,
        opened_at=work.now,
        consented_at=consented_at,
        consented_version=agreed.version,
    )
    names = (account_name if found.by_name is None else None, user.mobile if found.by_mobile is None else None)
    work.add(account, *login_names(NO_TENANT, user.account_name, user.user_id, *names))
    for agreement in (agreed, ACCOUNT_PRIVACY_STATEMENT.in_force(consented_at)):
        sign(work, agreement, user.user_id, None)
    return account


def refuses_account_name(taken: LoginName | None, name: str, user_id: str) -> Refusal | None:
    """A name is one account's. Staff whom an operator of the cloud created have theirs before they first sign in."""
    if taken is not None:
        mine = taken.user_id == user_id
    else:
        known = find_user(name)
        mine = known is None or known.user_id == user_id
    return None if mine else Refusal.because("account_name_taken", way_out="choose_another_account_name")
