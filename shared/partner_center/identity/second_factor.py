"""The second factor: an authenticator's code besides the password."""

from __future__ import annotations

from partner_center.identity import own_secrets, tokens
from partner_center.identity.account import Account, account_key
from partner_center.identity.contracts import ConfirmMfa, MfaSecret, MfaState, SwitchMfaOff, WithAccessToken
from partner_center.identity.guessing import ONE_TIME_CODES, OWN_PASSWORD, guess, right
from partner_center.identity.pool_users import switch_off_mfa
from partner_center.kernel.errors import Refusal, Refused
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def begin_mfa(request: WithAccessToken, caller: Caller, work: Work) -> MfaSecret:
    """A secret for the authenticator; nothing is asked for at sign-in until its first code is confirmed. Raises Refused `session_ended`."""
    work.keep_no_answer()
    account = work.get(account_key(caller.user_id))
    require_own(request.access_token.get_secret_value(), caller)
    if work.dry_run:
        return MfaSecret(secret="", address="")
    secret = own_secrets.begin_mfa(request.access_token)
    work.note(second_factor="begun")
    return MfaSecret(secret=secret, address=own_secrets.otp_address(secret, account.account_name))


def confirm_mfa(request: ConfirmMfa, caller: Caller, work: Work) -> MfaState:
    """From the next sign-in on the authenticator is asked. Raises Refused `code_wrong`, `session_ended`, `too_many_attempts`."""
    account = work.get(account_key(caller.user_id))
    require_own(request.access_token.get_secret_value(), caller)
    if not work.dry_run:
        guess((ONE_TIME_CODES, caller.user_id))
        own_secrets.confirm_mfa(request.access_token, request.code)
        right((ONE_TIME_CODES, caller.user_id))
    return _set(account, True, work)


def end_mfa(request: SwitchMfaOff, caller: Caller, work: Work) -> MfaState:
    """The password alone again, which is proved by typing it. Raises Refused `old_password_wrong`, `too_many_attempts`."""
    account = work.get(account_key(caller.user_id))
    if not work.dry_run:
        guess((OWN_PASSWORD, caller.user_id))
        try:
            tokens.authenticate(account.user_name, request.password)
        except Refused as refused:
            wrong = refused.refusals[0].code == "sign_in_failed"
            raise Refused(Refusal.because("old_password_wrong")) if wrong else refused from None
        right((OWN_PASSWORD, caller.user_id))
        switch_off_mfa(account.user_name)
    return _set(account, False, work)


def require_own(access_token: str, caller: Caller) -> None:
    """The access token must be of the session that calls; whether it holds the pool itself says. Raises Refused `session_ended`."""
    claims = tokens.claims_in(access_token)
    if claims.get("sub") != caller.user_id or claims.get("origin_jti") != caller.session:
        raise Refused(Refusal.because("session_ended"))


def _set(account: Account, on: bool, work: Work) -> MfaState:
    if account.mfa_on != on:
        account.mfa_on = on
        work.change(account)
    return MfaState(mfa_on=on)
