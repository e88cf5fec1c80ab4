"""One's own sessions: going on, switching the tenant, signing out, seeing them."""

from __future__ import annotations

from partner_center.identity import tokens
from partner_center.identity.contracts import (
    Ended,
    OwnSession,
    OwnSessions,
    RefreshSession,
    SessionRef,
    SignedIn,
    SignOut,
    SwitchTenant,
)
from partner_center.identity.membership import Membership, membership_key
from partner_center.identity.session import MOST, Session, end, end_sessions, session_key
from partner_center.identity.signing_in import choices, refuses_tenant
from partner_center.kernel.errors import NotFound, Refusal, Refused
from partner_center.platform.caller import Caller
from partner_center.platform.table import Key
from partner_center.platform.work import Work


def refresh_session(request: RefreshSession, work: Work) -> SignedIn:
    """Fresh tokens of a session that is still open. Raises Refused `session_ended`."""
    work.keep_no_answer()
    if work.dry_run:
        return SignedIn()
    fresh = tokens.refresh(request.refresh_token)
    session = work.get(session_key(str(fresh.claims["sub"]), str(fresh.claims["origin_jti"])), or_none=True)
    if session is None or not session.is_open:
        tokens.revoke(request.refresh_token)
        raise Refused(Refusal.because("session_ended"))
    return SignedIn(id_token=fresh.id_token, access_token=fresh.access_token, expires_in=fresh.expires_in, partner_id=session.tenant)


def switch_tenant(request: SwitchTenant, caller: Caller, work: Work) -> SignedIn:
    """Act for another partner from the next call on, with the same token. Raises Refused `not_a_member`."""
    keys = [membership_key(caller.user_id, request.partner_id)] if request.partner_id else []
    session, *found = work.look(current_key(caller), *keys)
    if session is None:
        raise NotFound("session")
    members: tuple[Membership, ...] = tuple(member for member in found if member is not None)
    work.require(refuses_tenant(members, request.partner_id) if request.partner_id else None)
    if session.tenant != request.partner_id:
        session.tenant = request.partner_id
        session.act_as(None, None)
        work.change(session)
    return SignedIn(partner_id=session.tenant, tenants=choices(members))


def sign_out(request: SignOut, caller: Caller, work: Work) -> Ended:
    """End the session that calls; with its refresh token also at the pool. Repeating it does no harm."""
    session = work.get(current_key(caller))
    if request.refresh_token and not work.dry_run:
        tokens.revoke(request.refresh_token)
    return Ended(sessions=end(work, [session]))


def end_session(request: SessionRef, caller: Caller, work: Work) -> Ended:
    """End one of one's own sessions. Its tokens hold at no call of ours from then on."""
    return Ended(sessions=end(work, [work.get(session_key(caller.user_id, request.session_id))]))


def end_other_sessions(caller: Caller, work: Work) -> Ended:
    """End all one's sessions but the one that calls."""
    return Ended(sessions=end_sessions(work, caller.user_id, but=caller.session))


def list_sessions(caller: Caller, work: Work) -> OwnSessions:
    """One's open sessions, the newest first."""
    found = work.query(Session, Session.partition(user_id=caller.user_id), begins="session/", limit=MOST * 4).items
    still = sorted((session for session in found if session.is_open), key=lambda session: session.opened_at, reverse=True)
    return OwnSessions(
        items=[
            OwnSession(
                session_id=session.session_id,
                current=session.session_id == caller.session,
                partner_id=session.tenant,
                opened_at=session.opened_at,
                source=session.source,
                mfa=session.mfa,
            )
            for session in still
        ]
    )


def current_key(caller: Caller) -> Key[Session]:
    """The address of the session that calls. NotFound for a caller without one (a program)."""
    if caller.session is None:
        raise NotFound("session")
    return session_key(caller.user_id, caller.session)
