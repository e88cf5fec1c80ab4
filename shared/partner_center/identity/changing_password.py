"""A new password for the old one, or for a code where the old one is forgotten (4.1).

The pool takes a new password at once, our sessions end with the commit behind it. A command that died between the two is repeated with
the same new password: the pool no longer knows the old one, or the code, but takes the new one for right.
"""

from __future__ import annotations

from pydantic import SecretStr

from partner_center.identity import own_secrets, tokens
from partner_center.identity.account import account_key
from partner_center.identity.contracts import ChangePassword, Ended, RecoverPassword, ResetPassword
from partner_center.identity.guessing import (
    ONE_TIME_CODES,
    OWN_PASSWORD,
    RECOVERIES,
    RECOVERIES_FROM,
    SIGN_INS_FROM,
    guess,
    limited,
    right,
)
from partner_center.identity.pool_users import sign_out_everywhere
from partner_center.identity.second_factor import require_own
from partner_center.identity.session import end_sessions
from partner_center.identity.signing_in import Claimed, who_claims
from partner_center.identity.users import find_user
from partner_center.kernel.errors import Refusal, Refused
from partner_center.kernel.permissions import Actor
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Nothing
from partner_center.platform.work import Work


def change_password(request: ChangePassword, caller: Caller, work: Work) -> Ended:
    """Replace the password; the old one is the identity check (4.1/r2). Sessions elsewhere end where that is ticked.

    Raises Refused `old_password_wrong`, `same_password`, `session_ended`, `too_many_attempts`; Invalid.
    """
    work.keep_no_answer()
    account = work.get(account_key(caller.user_id))
    require_own(request.access_token.get_secret_value(), caller)
    work.require(Refusal.because("same_password") if request.old_password == request.new_password else None)
    if not work.dry_run:
        guess((OWN_PASSWORD, caller.user_id))
        try:
            own_secrets.replace_password(request.access_token, request.old_password, request.new_password)
        except Refused:
            if not _in_force(account.user_name, request.new_password):
                raise
        right((OWN_PASSWORD, caller.user_id))
    work.note(password="changed")  # noqa: S106 - says that, not which
    return Ended(sessions=end_sessions(work, caller.user_id, but=caller.session) if request.sign_out_others else 0)


def recover_password(request: RecoverPassword, work: Work) -> Nothing:
    """Send a code to the mobile of whoever forgot the password; answered alike for those who are unknown or have proved no mobile (4.1/r8).

    Members whom an administration created have none: their administrator resets their password (5.1.1.5).
    """
    claimed = who_claims(request, work)
    if not work.dry_run:
        limited((RECOVERIES, f"{claimed.tenant}/{claimed.name}"), (RECOVERIES_FROM, claimed.source))
        own_secrets.send_recovery_code(claimed.user_name)
    return Nothing()


def reset_password(request: ResetPassword, work: Work) -> Nothing:
    """A new password for the code; every session ends. Raises Refused `code_wrong`, alike for an unknown name; `too_many_attempts`."""
    claimed = who_claims(request, work)
    if work.dry_run:
        return Nothing()
    counted = ((ONE_TIME_CODES, f"{claimed.tenant}/{claimed.name}"), (SIGN_INS_FROM, claimed.source))
    guess(*counted)
    try:
        own_secrets.recover_password(claimed.user_name, request.code, request.new_password)
    except Refused:
        if not _in_force(claimed.user_name, request.new_password):
            raise
    right(*counted)
    user_id = _user_id(claimed)
    sign_out_everywhere(claimed.user_name)
    work.speak_for(Caller(user_id, Actor.CUSTOMER, name=claimed.name, customer=user_id))
    work.note(password="recovered")  # noqa: S106 - says that, not which
    end_sessions(work, user_id)
    return Nothing()


def _user_id(claimed: Claimed) -> str:
    if claimed.login is not None:
        return claimed.login.user_id
    user = find_user(claimed.user_name)
    if user is None:
        raise Refused(Refusal.because("code_wrong", way_out="ask_for_new_code"))
    return user.user_id


def _in_force(user_name: str, password: SecretStr) -> bool:
    """Whether this is the user's password already."""
    try:
        tokens.authenticate(user_name, password)
    except Refused:
        return False
    return True
