"""Sessions: signing in, staying signed in, and who one is (guide 1.3)."""

from __future__ import annotations

from pydantic import SecretStr

from partner_center.identity import users
from partner_center.kernel.permissions import PERMISSIONS, Actor
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Request, Response, field


class SignIn(Request):
    """Account name and password."""

    account_name: str = field("账号名", "Account name", min_length=1, max_length=128)
    password: SecretStr = field("密码", "Password", min_length=1, max_length=256)


class RefreshSession(Request):
    """The refresh token of a sign-in."""

    refresh_token: SecretStr = field("刷新令牌", "Refresh token", min_length=1, max_length=8192)


class Session(Response):
    """The id token goes into `Authorization: Bearer …`; `expires_in` in seconds. A refresh gives no new refresh token."""

    id_token: str
    refresh_token: str | None
    expires_in: int


class SessionProfile(Response):
    """Who the caller is and what it may do."""

    user_id: str
    account_name: str
    actor: Actor
    roles: tuple[str, ...]
    permissions: list[str]
    partner_id: str | None
    partner_type: str | None
    customer_id: str | None


def sign_in(request: SignIn) -> Session:
    """Start a session. Raises Refused `sign_in_failed` without telling an unknown account from a wrong password."""
    return _session(users.authenticate(request.account_name, request.password))


def refresh_session(request: RefreshSession) -> Session:
    """Go on with a session. Raises Refused `session_ended`."""
    return _session(users.refresh(request.refresh_token))


def get_session_profile(caller: Caller) -> SessionProfile:
    """Account, partner, roles and permissions; the paths and programs of 1.3 belong to areas that come later."""
    return SessionProfile(
        user_id=caller.user_id,
        account_name=caller.name,
        actor=caller.actor,
        roles=caller.roles,
        permissions=[name for name in PERMISSIONS if caller.may(name)],
        partner_id=caller.partner,
        partner_type=caller.partner_type,
        customer_id=caller.customer,
    )


def _session(tokens: users.Tokens) -> Session:
    return Session(id_token=tokens.id_token, refresh_token=tokens.refresh_token, expires_in=tokens.expires_in)
