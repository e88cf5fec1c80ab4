"""How an authorization ends, and everything open under it; also by itself, when the association it stood on is over (10.4.1.7 OPEN)."""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.agency.authorization import CancelledBy, CustomerAuthorization, authorization_key
from partner_center.customers.agency.events import AuthorizationCancelled
from partner_center.customers.association import AssociationType
from partner_center.customers.events import AssociationTypeSwitched, CustomerUnlinked
from partner_center.platform.agency import AgencyEnd, AgencySession, agency_session_key, close_session
from partner_center.platform.work import Work


def cancel_authorization(work: Work, known: CustomerAuthorization, by: CancelledBy, end: AgencyEnd, reason: str | None = None) -> None:
    """End an authorization or a request that was read in this work, with the sessions open under it."""
    for session in open_sessions(work, known):
        close_session(work, session, end)
    known.open_sessions = []
    known.cancel(work.now, by, reason)
    work.change(known)
    work.emit(
        AuthorizationCancelled(
            partner_id=known.partner_id,
            customer_id=known.customer_id,
            authorization_id=known.authorization_id,
            cancelled_by=by.value,
            cancelled_at=work.now,
        )
    )


def open_sessions(work: Work, known: CustomerAuthorization) -> list[AgencySession]:
    """The agency sessions under an authorization."""
    keys = [agency_session_key(known.partner_id, agency_session_id) for agency_session_id in known.open_sessions]
    return [session for session in work.look(*keys) if session is not None] if keys else []


def forget_session(work: Work, known: CustomerAuthorization | None, session: AgencySession) -> None:
    """A session is open no more under its authorization."""
    if known is not None and session.agency_session_id in known.open_sessions:
        known.open_sessions = [other for other in known.open_sessions if other != session.agency_session_id]
        work.change(known)


def end_agency_with_association(event: CustomerUnlinked | AssociationTypeSwitched, work: Work) -> None:
    """An association ended, or is no longer resale: authorization, request and sessions end with it.

    What was asked for after that belongs to a new association and stays, however late this is heard.
    """
    match event:
        case CustomerUnlinked(unlinked_at=at):
            by, end = CancelledBy.UNLINKED, AgencyEnd.UNLINKED
        case AssociationTypeSwitched(association_type=association_type, switched_at=at):
            if association_type is AssociationType.RESALE:
                return
            by, end = CancelledBy.TYPE_SWITCHED, AgencyEnd.TYPE_SWITCHED
    known = work.get(authorization_key(event.partner_id, event.customer_id), or_none=True)
    if known is not None and known.is_open and _stood(known, at):
        cancel_authorization(work, known, by, end)


def _stood(known: CustomerAuthorization, at: datetime) -> bool:
    return known.requested_at <= at
