"""Captchas: a picture of letters that tells people from robots before something is opened (10.6.3.2/r5, 11.5.3.1), or before a text
message goes to a stranger's mobile (13.1.3).

Whoever cannot read one asks for another. Of the letters only a salted, slow hash is kept, for five minutes and five guesses; a captcha is
used up by the command that it lets through and belongs to whoever asked for it. A guess counts before it is looked at, a dry run's too.

OPEN in 11.5.3.1: how many characters. Here five letters and digits, none of which looks like another one, in whatever case.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import StringConstraints

from partner_center.identity.guesses import Guessed, count_guess_at
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.permissions import Actor
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Request, Response, Time, field
from partner_center.platform.table import Key, Place, Text
from partner_center.platform.throttle import Limit
from partner_center.platform.work import Work

LETTERS = "ACDEFHJKLMNPRTVWXY3479"
LENGTH = 5
VALID_FOR = timedelta(minutes=5)
TRIES = 5
WIDTH, HEIGHT = 160, 60  # pixels
ISSUED = Limit("captcha", times=60, within_s=3600)

CaptchaId = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{32}$")]
CaptchaText = Annotated[str, StringConstraints(pattern=rf"^[0-9A-Za-z]{{{LENGTH}}}$")]


class Captcha(Guessed, kind="captcha"):
    """A picture that was shown and not used yet; using it up removes it."""

    PLACE = Place("captcha/{captcha_id}", "challenge")
    SECRET = ("salt", "verifier")

    captcha_id = Text()
    shown_to = Text()
    salt = Text()
    verifier = Text()

    def holds(self, text: str, caller: Caller, now: datetime) -> bool:
        """Whether these are its letters, typed by whom it was shown to while it is valid; compared in constant time."""
        right = hmac.compare_digest(verifier_of(text, self.salt), self.verifier)
        return right and self.shown_to == caller.user_id and now < self.expires_at


class CaptchaShown(Response):
    """A picture, as a data URI, and the name under which its letters are sent back."""

    captcha_id: str
    image: str
    expires_at: Time


class WithCaptcha(Request):
    """A command that a captcha guards."""

    captcha_id: CaptchaId = field("验证码编号", "Which captcha")
    captcha_text: CaptchaText = field("验证码", "The letters in the picture, in whatever case")


def captcha_key(captcha_id: str) -> Key[Captcha]:
    """The address of a captcha."""
    return Captcha.key(captcha_id=captcha_id)


def issue_captcha(caller: Caller, work: Work) -> CaptchaShown:
    """A new picture for the caller (看不清楚，换一张). Raises Halt `too_many_requests`."""
    ISSUED.take(work.origin.source or "" if caller.actor is Actor.VISITOR else caller.user_id)  # visitors have no name
    text, salt = _chosen(), secrets.token_hex(16)
    captcha = Captcha(
        captcha_id=ids.secret_token(),
        shown_to=caller.user_id,
        salt=salt,
        verifier=verifier_of(text, salt),
        expires_at=work.now + VALID_FOR,
        expires_at_epoch=int((datetime.now(UTC) + VALID_FOR * 2).timestamp()),
    )
    work.add(captcha)
    image = f"data:image/png;base64,{base64.b64encode(_drawn(text)).decode()}"
    return CaptchaShown(captcha_id=captcha.captcha_id, image=image, expires_at=captcha.expires_at)


def count_guess(captcha_id: str, now: datetime) -> bool:
    """Count a guess before the captcha is read; False when there is nothing to guess at any more."""
    return count_guess_at(Captcha(captcha_id=captcha_id), TRIES, now)


def refuses_captcha(captcha: Captcha | None, text: str, caller: Caller, now: datetime, rule: str) -> Refusal | None:
    """The letters of a picture that is known, the caller's, not used and not too old; whatever is wrong is answered alike.

    The command counts the guess first (`count_guess`) and asks with None where there is nothing to guess at; it removes what it used up.
    """
    if captcha is not None and captcha.holds(text, caller, now):
        return None
    return Refusal.because("captcha_wrong", rule, way_out="ask_for_another_captcha")


def _chosen() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def verifier_of(text: str, salt: str) -> str:
    """Slow on purpose: all texts for one salt take longer to try than one lives."""
    return hashlib.scrypt(text.upper().encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()


def _drawn(text: str) -> bytes:
    """The letters as a PNG, bent and strewn with dots and lines."""
    from captcha.image import ImageCaptcha

    return ImageCaptcha(width=WIDTH, height=HEIGHT).generate(text, format="png").getvalue()
