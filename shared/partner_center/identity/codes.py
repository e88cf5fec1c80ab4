"""Verification codes: the second confirmation of a sensitive operation (guide 10.4/verify_code, 19.8).

A code goes to the caller's own mobile or e-mail, never to an address in the request. The code that comes back becomes a pass
(platform/sensitive.py). Of a code only a salted, slow hash is kept, for five minutes; asking again voids the one before.

OPEN in 10.4: length and lifetime. Here six digits, five minutes, five tries, a minute between two codes; ten codes an hour by user and by
address. A guess counts before it is looked at, a dry run's too: nothing tells a right code from a wrong one without counting.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from partner_center.identity.account import Account, account_key
from partner_center.identity.guesses import Guessed, count_guess_at
from partner_center.identity.membership import VENDOR, Membership, membership_key
from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.permissions import Actor
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Request, Response, Time, field, masked
from partner_center.platform.sending import COUNTRY_CODE, send_mail, send_sms
from partner_center.platform.sensitive import Asked, Sensitive, asked_of, issue_pass, policy_of
from partner_center.platform.table import Choice, Instant, Key, Place, Text
from partner_center.platform.throttle import Limit
from partner_center.platform.work import Work

DIGITS = 6
VALID_FOR = timedelta(minutes=5)
PAUSE = timedelta(seconds=60)
TRIES = 5
SENT_TO_USER = Limit("verification_code_user", times=10, within_s=3600)
SENT_TO_ADDRESS = Limit("verification_code_address", times=10, within_s=3600)  # whoever's accounts name it

SUBJECT = Label("验证码", "Verification code")
TEXT = Label(
    "验证码 {code}，用于“{operation}”，{minutes} 分钟内有效。请勿告知他人；如非本人操作，请尽快修改密码。",
    "Your code is {code}, for “{operation}”, valid for {minutes} minutes. Tell nobody. If you did not ask for it, change your password.",
)


class Channel(Labelled):
    """How a code is sent."""

    SMS = "sms", "短信", "Text message"
    EMAIL = "email", "邮件", "E-mail"


class VerificationCode(Guessed, kind="verification_code"):
    """The one living code of a user in a tenant for an operation. The table forgets it after a day."""

    PLACE = Place("verification/{user_id}", "code/{tenant}/{operation}")
    SECRET = ("salt", "verifier")

    user_id = Text()
    tenant = Text()
    operation = Choice(Sensitive)
    channel = Choice(Channel)
    salt = Text()
    verifier = Text()
    sent_at = Instant()

    def refuses_another(self, now: datetime) -> Refusal | None:
        """A minute between two codes."""
        if now >= self.sent_at + PAUSE:
            return None
        return Refusal.because("code_sent_just_now", "19.8/r1", way_out="wait_for_the_code", deadline=self.sent_at + PAUSE)

    def holds(self, code: str, now: datetime) -> bool:
        """Whether this is the code, compared in constant time, and still valid."""
        return hmac.compare_digest(_verifier(code, self.salt), self.verifier) and now < self.expires_at


# --- the words of the API ------------------------------------------------------------------------------------------------------


class SendVerificationCode(Request):
    """Send a code for an operation."""

    operation: Sensitive = field("敏感操作", "Operation")
    channel: Channel = field("接收方式", "By text message or e-mail")


class VerificationCodeSent(Response):
    """Where the code went, until when it holds, and from when another may be asked for."""

    operation: Sensitive
    channel: Channel
    sent_to: str
    expires_at: Time
    next_at: Time


class CheckVerificationCode(Request):
    """The code as it was received."""

    operation: Sensitive = field("敏感操作", "Operation")
    code: SecretStr = field("验证码", "Code", min_length=DIGITS, max_length=DIGITS)


class VerificationPassed(Response):
    """The pass for one command of that operation: send it in X-Verification-Pass."""

    operation: Sensitive
    verification_pass: str
    expires_at: Time


class CodeAddress(Response):
    """Where a code can be sent."""

    channel: Channel
    address: str


class GuardedOperation(Response):
    """A sensitive operation of the caller's side; `asked_now`: it needs a code as things stand."""

    operation: Sensitive
    label_zh: str
    label_en: str
    asked: Asked
    rule: str
    asked_now: bool


class VerificationSettings(Response):
    """What a form needs before it asks for a code."""

    codes_on: bool
    addresses: list[CodeAddress]
    operations: list[GuardedOperation]


# --- queries and commands ------------------------------------------------------------------------------------------------------


def get_verification_settings(caller: Caller, work: Work) -> VerificationSettings:
    """Where codes of the caller go, masked, and which operations of its side ask for one."""
    found = _addresses(*work.look(*_contact_keys(caller)))
    known = [(operation, policy) for operation in Sensitive if (policy := policy_of(caller, operation, work.now))]
    return VerificationSettings(
        codes_on=caller.codes_on,
        addresses=[CodeAddress(channel=channel, address=masked(address) or "") for channel, address in found.items()],
        operations=[
            GuardedOperation(
                operation=operation,
                label_zh=operation.label.zh,
                label_en=operation.label.en,
                asked=policy.asked,
                rule=policy.rule,
                asked_now=asked_of(caller, operation, work.now) is not None,
            )
            for operation, policy in known
        ],
    )


def send_verification_code(request: SendVerificationCode, caller: Caller, work: Work) -> VerificationCodeSent:
    """Send a code to the caller's own mobile or e-mail; it voids the one before.

    The message leaves before the commit: dying in between sends a code that never holds, and asking again sends one that does.
    Raises Refused `code_not_needed`, `code_sent_just_now`, `no_address_for_code`; Halt `too_many_requests`; Unavailable.
    """
    work.require(_refuses_unasked(caller, request.operation, work.now))
    known, *contacts = work.look(_code_key(caller, request.operation), *_contact_keys(caller))
    address = _addresses(*contacts).get(request.channel)
    work.require(
        Refusal.because("no_address_for_code", "19.8/r1", way_out="complete_own_profile", channel=request.channel) if not address else None,
        known.refuses_another(work.now) if known else None,
    )
    assert address is not None  # required above
    code, salt = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", secrets.token_hex(16)
    if not work.dry_run:
        SENT_TO_USER.take(caller.user_id)
        SENT_TO_ADDRESS.take(address)
        _send(request, address, code, work.origin.language)
    record = known or VerificationCode(user_id=caller.user_id, tenant=caller.scope, operation=request.operation)
    record.channel, record.salt, record.verifier, record.tries = request.channel, salt, _verifier(code, salt), 0
    record.sent_at, record.expires_at = work.now, work.now + VALID_FOR
    record.expires_at_epoch = int((datetime.now(UTC) + clock.DAY).timestamp())
    work.keep(record)
    return VerificationCodeSent(
        operation=request.operation,
        channel=request.channel,
        sent_to=masked(address) or "",
        expires_at=record.expires_at,
        next_at=work.now + PAUSE,
    )


def check_verification_code(request: CheckVerificationCode, caller: Caller, work: Work) -> VerificationPassed:
    """A pass for the code; the code is used up with it.

    Raises Refused `code_wrong`, alike for a wrong, an expired, a voided and a never sent code.
    """
    wrong = Refusal.because("code_wrong", "19.8/r1", way_out="ask_for_new_code")
    work.require(None if count_guess_at(_code_of(caller, request.operation), TRIES, work.now) else wrong)
    record = work.get(_code_key(caller, request.operation), or_none=True)
    work.require(None if record is not None and record.holds(request.code.get_secret_value(), work.now) else wrong)
    assert record is not None  # required above
    token, granted = issue_pass(caller, request.operation, work.now)
    work.remove(record)
    work.add(granted)
    return VerificationPassed(operation=request.operation, verification_pass=token, expires_at=granted.expires_at)


def _refuses_unasked(caller: Caller, operation: Sensitive, now: datetime) -> Refusal | None:
    """Nobody is sent a code that nothing asks for: text messages cost money."""
    if asked_of(caller, operation, now):
        return None
    return Refusal.because("code_not_needed", "19.8/r1", operation=operation)


def _code_key(caller: Caller, operation: Sensitive) -> Key[VerificationCode]:
    return VerificationCode.key(user_id=caller.user_id, tenant=caller.scope, operation=operation.value)


def _contact_keys(caller: Caller) -> list[Key[Any]]:
    """The caller's own account, and its membership where it acts for a partner or the vendor."""
    tenant = caller.partner if caller.actor is Actor.PARTNER else VENDOR if caller.actor is Actor.VENDOR else None
    return [account_key(caller.user_id), *([membership_key(caller.user_id, tenant)] if tenant else [])]


def _addresses(account: Account | None, membership: Membership | None = None) -> dict[Channel, str]:
    """Where codes may go: a member's business contact, otherwise what the account itself was opened with."""
    found: dict[Channel, str] = {}
    for known in (account, membership):
        if known is not None and known.mobile:
            found[Channel.SMS] = known.mobile.removeprefix(COUNTRY_CODE)
        if known is not None and known.email:
            found[Channel.EMAIL] = known.email
    return found


def _code_of(caller: Caller, operation: Sensitive) -> VerificationCode:
    return VerificationCode(user_id=caller.user_id, tenant=caller.scope, operation=operation)


def _verifier(code: str, salt: str) -> str:
    """Slow on purpose: all codes for one salt take longer to try than one lives."""
    return hashlib.scrypt(code.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()


def _send(request: SendVerificationCode, address: str, code: str, language: str) -> None:
    text = TEXT.in_(language).format(code=code, operation=request.operation.label.in_(language), minutes=VALID_FOR.seconds // 60)
    if request.channel is Channel.SMS:
        send_sms(address, text)
    else:
        send_mail(address, SUBJECT.in_(language), text)
