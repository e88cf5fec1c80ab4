"""Acting for customers in tests: requests and decisions, sessions, and who a sign-in is on its next call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from partner_center.customers import AGENCY, Association
from partner_center.customers.agency.authorization import CURRENT, CustomerAuthorization
from partner_center.customers.association import AssociationStatus, AssociationType, association_key
from partner_center.customers.events import AssociationTypeSwitched, CustomerUnlinked
from partner_center.identity import Session, session_key
from partner_center.kernel import clock
from partner_center.kernel.permissions import Role
from partner_center.platform.agency import AgencyEntry, AgencySession, agency_session_key
from partner_center.platform.caller import Caller
from partner_center.platform.events import DomainEvent
from partner_center.platform.sensitive import Sensitive
from partner_center.platform.table import Record
from partner_center.platform.work import Origin, Work
from tests.kit.codes import a_pass
from tests.kit.customers import a_linked_customer, found
from tests.kit.organisation import kept
from tests.kit.world import Answer, World, customer_user, partner_user

E = TypeVar("E", bound=DomainEvent)
CUSTOMER = replace(customer_user("C1"), session="CS1")


def a_partners_user(partner_id: str = "P1", *roles: Role, name: str = "admin", partner_type: str = "solution_provider") -> Caller:
    """A partner's user with a sign-in session of his own."""
    caller = replace(partner_user(partner_id, *roles, name=name, partner_type=partner_type), session=f"S-{partner_id}-{name}")
    kept(Session(user_id=caller.user_id, session_id=caller.session, tenant=partner_id, opened_at=clock.now()))
    return caller


def request(world: World, caller: Caller, customer_id: str = "C1", *, ticked: bool = True, version: str = "V1001", **more: Any) -> Answer:
    """A partner asks for the authorization, with the commitment ticked."""
    form = {"customer_id": customer_id, **({"commitment_accepted": True, "commitment_version": version} if ticked else {})}
    return world.call(caller, "POST", "/customers/authorizations", form, **more)


def accept(world: World, partner_id: str = "P1", *, by: Caller = CUSTOMER, code: bool = True, **more: Any) -> Answer:
    """The customer agrees, with the letter ticked and a code."""
    form = {"letter_accepted": True, "version": "V1001", **more}
    headers = a_pass(by, Sensitive.AUTHORIZE_PARTNER) if code else {}
    return world.call(by, "POST", f"/customers/me/authorizations/{partner_id}/acceptance", form, headers=headers)


def reject(world: World, partner_id: str = "P1", *, by: Caller = CUSTOMER, **more: Any) -> Answer:
    """The customer refuses."""
    return world.call(by, "POST", f"/customers/me/authorizations/{partner_id}/rejection", more)


def revoke(world: World, partner_id: str = "P1", *, by: Caller = CUSTOMER, code: bool = True, **form: Any) -> Answer:
    """The customer ends it, with a reason and a code."""
    headers = a_pass(by, Sensitive.CANCEL_AUTHORIZATION) if code else {}
    told = form or {"cancel_reason": "不再需要"}
    return world.call(by, "POST", f"/customers/me/authorizations/{partner_id}/revocation", told, headers=headers)


def an_authorization(world: World, caller: Caller, customer_id: str = "C1", **customer: Any) -> None:
    """A resale customer that authorized the caller's partner."""
    if found(association_key(caller.partner_id, customer_id)) is None:
        a_linked_customer(customer_id, of=caller.partner_id, **customer)
    request(world, caller, customer_id).ok()
    accept(world, caller.partner_id, by=replace(customer_user(customer_id), session=f"CS-{customer_id}")).ok()


def start(
    world: World, caller: Caller, customer_id: str = "C1", *, what: str = "operations", confirmed: bool = True, **more: Any
) -> Answer:
    """A partner's user starts to act for a customer: `orders` or `operations`."""
    form = {"customer_id": customer_id, "confirmed": confirmed}
    return world.call(caller, "POST", f"/customers/agency-sessions/{what}", form, **more)


def switch_back(world: World, caller: Caller) -> Answer:
    """切换角色."""
    return world.call(caller, "DELETE", "/customers/agency-sessions/current")


def on_the_next_call(own: Caller) -> Caller:
    """Whom the authorizer finds behind a partner's sign-in now, from the records as they are."""
    session: Session = found(session_key(own.user_id, own.session or ""))
    keys = AGENCY.keys(session)
    records = list(Record.batch_get([(key.partition, key.sort) for key in keys], consistent_read=True)) if keys else []
    return AGENCY.acting(own, session, records)


def an_agent(world: World, own: Caller, customer_id: str = "C1", what: str = "operations") -> Caller:
    """A partner's user as the customer, after a start."""
    start(world, own, customer_id, what=what).ok()
    agent = on_the_next_call(own)
    assert agent.agent is not None
    return agent


def authorization(customer_id: str = "C1", partner_id: str = "P1") -> CustomerAuthorization:
    """The authorization as it is now."""
    known: CustomerAuthorization = found(CustomerAuthorization.key(partner_id=partner_id, customer_id=customer_id, slot=CURRENT))
    return known


def agency_session(agency_session_id: str, partner_id: str = "P1") -> AgencySession:
    """An agency session as it is now."""
    known: AgencySession = found(agency_session_key(partner_id, agency_session_id))
    return known


def journal(partner_id: str = "P1") -> list[tuple[str, str]]:
    """The journal of a partner, oldest first: what kind of act, of which operation."""
    return [(entry.act.value, entry.action) for entry in AgencyEntry.query(AgencyEntry.partition(partner_id=partner_id))]


def unlink(customer_id: str = "C1", partner_id: str = "P1") -> CustomerUnlinked:
    """An association ends, with its event, as the application of 10.4.1.5 ends it."""
    association = _association(customer_id, partner_id)
    association.status = AssociationStatus.UNLINKED
    return _told(
        association,
        CustomerUnlinked(
            partner_id=partner_id,
            customer_id=customer_id,
            association_type=association.association_type,
            associated_at=association.associated_at,
            unlinked_at=clock.now(),
            application_id="AA1",
        ),
    )


def switch_type(to: str, customer_id: str = "C1", partner_id: str = "P1") -> AssociationTypeSwitched:
    """A customer trades in the other way from now on."""
    association = _association(customer_id, partner_id)
    former, association.association_type = association.association_type, AssociationType(to)
    return _told(
        association,
        AssociationTypeSwitched(
            partner_id=partner_id,
            customer_id=customer_id,
            former_type=former,
            association_type=AssociationType(to),
            switched_at=clock.now(),
            application_id="AA1",
        ),
    )


def _association(customer_id: str, partner_id: str) -> Association:
    known: Association = found(association_key(partner_id, customer_id))
    return known


def _told(association: Association, event: E) -> E:
    work = Work(Caller.system("test"), clock.now(), Origin("test", "test"))
    work.look(association_key(association.partner_id, association.customer_id))
    work.change(association)
    work.emit(event)
    work.commit()
    return event
