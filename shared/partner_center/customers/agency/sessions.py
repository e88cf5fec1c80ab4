"""Agency sessions: a partner's user acts as a customer until it switches back (10.4.1.8, 10.4.1.9; twins 11.3.1.8-9, 12.3.1.7-8).

Starting one is remembered by the person's sign-in session: the same token is the customer's identity from the next call on
(agency/acting.py). A person acts for one customer at a time in one sign-in. Ending the sign-in leaves nobody who could act in it; what then
stays open is over after its idle time, and the job writes that down.
"""

from __future__ import annotations

from typing import Any

from partner_center.customers.agency.authorization import CustomerAuthorization, authorization_key, refuses_unauthorized
from partner_center.customers.agency.contracts import SessionEnded, SessionStarted, StartSession
from partner_center.customers.agency.ending import forget_session
from partner_center.customers.agency.events import AgencySessionStarted
from partner_center.customers.agency.terms import agency_terms
from partner_center.customers.association import association_key, refuses_unless_linked
from partner_center.identity import CUSTOMER_AUTHORIZATION_LETTER, Session, session_key
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.agency import (
    AgencyEnd,
    AgencyEntry,
    AgencySession,
    JournalAct,
    agency_session_key,
    close_session,
)
from partner_center.platform.agreement import Signatory, StandingAgreement, standing_key
from partner_center.platform.caller import Caller, Purpose
from partner_center.platform.schedule import Run
from partner_center.platform.table import Key
from partner_center.platform.work import Work

# Where each purpose demands the authorization (10.4.1.8/r3; 10.4.1.9/r1, 10.4.1.1/r11).
ASKED_BY = {Purpose.ORDER: "10.4.1.8/r3", Purpose.OPERATE: "10.4.1.9/r1"}


def start_order_on_behalf(request: StartSession, caller: Caller, work: Work) -> SessionStarted:
    """Act as a resale customer to order: subscription and on-demand resources (10.4.1.8). Raises as `start_session`."""
    return start_session(request, Purpose.ORDER, caller, work)


def start_operate_on_behalf(request: StartSession, caller: Caller, work: Work) -> SessionStarted:
    """Act as a resale customer to maintain its resources (10.4.1.9). Raises as `start_session`."""
    return start_session(request, Purpose.OPERATE, caller, work)


def start_session(request: StartSession, purpose: Purpose, caller: Caller, work: Work) -> SessionStarted:
    """Take on the customer's identity.

    Raises Refused `not_confirmed`, `customer_not_linked`, `customer_not_resale`, `authorization_required`, `agency_session_open`,
    `too_many_agency_sessions`; NotFound for a customer that is not the caller's, or a caller without a sign-in session (a program).
    """
    partner_id, customer_id = caller.partner_id, request.customer_id
    association, known, letter, sign_in = work.look(
        association_key(partner_id, customer_id),
        authorization_key(partner_id, customer_id),
        standing_key(Signatory.CUSTOMER, customer_id, CUSTOMER_AUTHORIZATION_LETTER.code),
        current_session_key(caller),
    )
    if association is None:
        raise NotFound("customer")
    if sign_in is None:
        raise NotFound("session")
    work.require(
        None if request.confirmed else Refusal.because("not_confirmed", "10.4.1.8/r4", way_out="confirm_and_continue"),
        refuses_unless_linked(association, resale=True),
        refuses_unauthorized(known, ASKED_BY[purpose]) or refuses_withdrawn(letter, ASKED_BY[purpose]),
    )
    terms = agency_terms(work.now)
    work.require(refuses_second(work, caller, sign_in), refuses_crowd(known, terms.open_sessions))
    session = AgencySession(
        partner_id=partner_id,
        customer_id=customer_id,
        agency_session_id=ids.new_id("AG", work.now),
        authorization_id=known.authorization_id,
        purpose=purpose,
        user_id=caller.user_id,
        user_name=caller.name or None,
        sign_in=sign_in.session_id,
        started_at=work.now,
        last_used_at=work.now,
        idle_s=int(terms.idle.total_seconds()),
        ends_by=work.now + terms.longest,
    )
    known.open_sessions = [*known.open_sessions, session.agency_session_id]
    sign_in.act_as(customer_id, session.agency_session_id)
    work.change(known, sign_in)
    work.add(session, AgencyEntry.of_session(session, JournalAct.STARTED, work))
    work.rely_on(association, letter)
    work.emit(
        AgencySessionStarted(
            partner_id=partner_id,
            customer_id=customer_id,
            agency_session_id=session.agency_session_id,
            purpose=purpose,
            started_at=work.now,
        )
    )
    return SessionStarted(
        agency_session_id=session.agency_session_id,
        customer_id=customer_id,
        purpose=purpose,
        started_at=work.now,
        ends_by=session.ends_by,
        idle_minutes=int(terms.idle.total_seconds()) // 60,
    )


def end_agency_session(caller: Caller, work: Work) -> SessionEnded:
    """切换角色: the token is the partner's own again from the next call on. Also from a session that holds no more.

    Raises NotFound where the sign-in session acts for nobody.
    """
    sign_in = work.look(current_session_key(caller), *_of_agent(caller))[0]
    if sign_in is None or sign_in.tenant is None or sign_in.agency_session_id is None or sign_in.agency_customer_id is None:
        raise NotFound("agency session")
    session, known = work.look(
        agency_session_key(sign_in.tenant, sign_in.agency_session_id),
        authorization_key(sign_in.tenant, sign_in.agency_customer_id),
    )
    ended = SessionEnded(agency_session_id=sign_in.agency_session_id, customer_id=sign_in.agency_customer_id)
    if session is not None and close_session(work, session, AgencyEnd.SWITCHED_BACK):
        forget_session(work, known, session)
    sign_in.act_as(None, None)
    work.change(sign_in)
    return ended


def _of_agent(caller: Caller) -> list[Key[Any]]:
    """What an agent's own call says of its session already, so that ending it is one round."""
    if (agent := caller.agent) is None:
        return []
    return [agency_session_key(agent.partner_id, agent.agency_session_id), authorization_key(agent.partner_id, caller.customer_id)]


def close_idle_agency_sessions(run: Run) -> None:
    """Write down the end of sessions that nobody used any more, or that lasted as long as one may."""
    run.each(run.due(AgencySession), close_overdue)


def close_overdue(found: AgencySession, work: Work) -> bool:
    """End one session if it is still overdue; False where it was used or ended meanwhile."""
    session, known = work.look(
        agency_session_key(found.partner_id, found.agency_session_id), authorization_key(found.partner_id, found.customer_id)
    )
    if session is None or session.due_at is None or session.is_open_at(work.now):
        return False
    close_session(work, session, AgencyEnd.LONGEST if work.now >= session.ends_by else AgencyEnd.IDLE)
    forget_session(work, known, session)
    return True


def current_session_key(caller: Caller) -> Key[Session]:
    """The address of the sign-in session that calls. NotFound for a caller without one."""
    if caller.session is None:
        raise NotFound("session")
    return session_key(caller.user_id, caller.session)


def refuses_second(work: Work, caller: Caller, sign_in: Session) -> Refusal | None:
    """One customer at a time: what the sign-in session remembers must be over."""
    if sign_in.agency_session_id is None:
        return None
    other = work.get(agency_session_key(caller.partner_id, sign_in.agency_session_id), or_none=True)
    if other is None or not other.is_open_at(work.now):
        return None
    return Refusal.because("agency_session_open", "10.4.1.8/r4", way_out="switch_back", customer_id=other.customer_id)


def refuses_crowd(known: CustomerAuthorization, most: int) -> Refusal | None:
    """So many of a partner may act as one customer at a time that one transaction can end them all."""
    if len(known.open_sessions) < most:
        return None
    return Refusal.because("too_many_agency_sessions", "10.4.1.8/r4", way_out="try_when_another_ends", most=most)


def refuses_withdrawn(letter: StandingAgreement | None, rule: str) -> Refusal | None:
    """A customer may also end its letter among its documents (19.5/r9): then nobody acts for it."""
    if letter is not None and letter.withdrawn_at is None:
        return None
    return Refusal.because(
        "authorization_required", rule, way_out="request_authorization_first", agreement=CUSTOMER_AUTHORIZATION_LETTER.code
    )
