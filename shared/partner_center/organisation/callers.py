"""Who a caller is: a token's person, the membership that its session names, and what that gives just now.

Asked on every call (the gateway keeps no answer), so that a changed role, a locked member or an ended session counts from the next call on.
One query finds person, session and memberships, one batch the partner and the person's own roles, one update counts the call. Where the
session says that the person acts as a customer, the same batch brings what decides whether it still may; the area that knows is asked
through the port `Agency`.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, Protocol

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.operand import Path

from partner_center.identity import Membership, Person, Session, person_of
from partner_center.kernel import ids
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.permissions import Actor, Role
from partner_center.organisation.assignment import MANAGER, SUPERVISOR
from partner_center.organisation.organisation import Organisation, organisation_key
from partner_center.organisation.role import CustomRole, grantable, role_key
from partner_center.platform.caller import Caller
from partner_center.platform.observe import logger
from partner_center.platform.table import Key, Record

# Calls in a minute. A page of the portal asks some ten things at once and a person opens a page every few seconds: 20 a second for a whole
# minute is a program. A partner's people and programs together have as much as fifty such users.
MOST_OF_USER, MOST_OF_PARTNER = 1_200, 60_000
WINDOW_S = 60


class Agency(Protocol):
    """Acting as a customer, as the authorizer asks about it (customers fills the port)."""

    def keys(self, session: Session) -> list[Key[Any]]:
        """What decides whether a sign-in session that names an agency session may act as the customer."""

    def acting(self, own: Caller, session: Session, found: list[Record]) -> Caller:
        """The customer's identity in the caller's hands; the caller's own where anything says no."""


def caller_of(authorization: str, agency: Agency | None = None) -> Caller:
    """The caller of an `Authorization` header. Raises NotSignedIn; Unavailable."""
    person = person_of(authorization)
    member = person.membership
    if member is None:
        return _counted(acting_for_himself(person))
    asked = agency.keys(person.session) if agency and person.session.agency_session_id and member.partner_id else []
    own, found = _with_rights(person, member, asked)
    own = _counted(own)
    return agency.acting(own, person.session, found) if agency and asked else own


def acting_for_himself(person: Person) -> Caller:
    """A person without a tenant is a customer: the account is himself."""
    name = person.account.account_name if person.account else str(person.claims.get("cognito:username") or person.user_id)
    return Caller(person.user_id, Actor.CUSTOMER, (Role.CUSTOMER.value,), name, customer=person.user_id, session=person.session.session_id)


def acting_for_tenant(person: Person, member: Membership) -> Caller:
    """A member with the rights that his roles give today. Roles of another side than his own give nothing."""
    return _with_rights(person, member, [])[0]


def _with_rights(person: Person, member: Membership, asked: list[Key[Any]]) -> tuple[Caller, list[Record]]:
    roles = tuple(role for role in member.roles if Role(role).side is member.actor)
    partner_id = member.partner_id
    if partner_id is None:
        return Caller(person.user_id, member.actor, roles, member.account_name, session=person.session.session_id), []
    organisation, own_roles, found = _tenant(partner_id, list(member.custom_roles), asked)
    holdable = set(grantable())
    caller = Caller(
        user_id=person.user_id,
        actor=member.actor,
        roles=roles,
        name=member.account_name,
        partner=partner_id,
        partner_type=organisation.partner_type.value if organisation else None,
        distributor_id=organisation.distributor_id if organisation else None,
        session=person.session.session_id,
        granted=tuple(sorted({name for role in own_roles for name in role.permissions} & holdable)),
        limited_to=limited_to(member),
        codes_on=bool(organisation and organisation.codes_on),
    )
    return caller, found


def limited_to(member: Membership) -> tuple[str, ...] | None:
    """The account managers whose customers alone a member sees; None: all of them.

    An account manager his own, a supervisor also those of his managers; any further role opens all (5.1.1.3/r8, r9; of supervisors OPEN,
    read alike).
    """
    if list(member.custom_roles) or len(member.roles) != 1:
        return None
    match member.roles[0]:
        case role if role == MANAGER:
            return (member.user_id,)
        case role if role == SUPERVISOR:
            return (member.user_id, *member.managers)
    return None


def _tenant(partner_id: str, role_ids: list[str], asked: list[Key[Any]]) -> tuple[Organisation | None, list[CustomRole], list[Record]]:
    keys: list[Key[Any]] = [organisation_key(partner_id), *(role_key(partner_id, role_id) for role_id in role_ids), *asked]
    try:
        found = list(Record.batch_get([(key.partition, key.sort) for key in keys], consistent_read=True))
    except PynamoDBException as problem:
        raise Unavailable("table") from problem
    organisation = next((record for record in found if isinstance(record, Organisation)), None)
    return organisation, [record for record in found if isinstance(record, CustomRole)], found


def _counted(caller: Caller) -> Caller:
    """The caller, marked where it or its partner calls too often. One item counts all of a partner's users in one update.

    A throttle guards and locks nobody out: without the table a call passes.
    """
    now = int(time.time())
    window = now - now % WINDOW_S
    user = f"u_{ids.fingerprint(caller.user_id)[:12]}"
    counts = [Path("attempts").add(1), Path(user).add(1), Path("expires_at_epoch").set(window + 2 * WINDOW_S), Path("kind").set("calls")]
    try:
        answer = Record._get_connection().update_item(
            f"counter/calls/{ids.fingerprint(caller.scope)}", str(window), actions=counts, return_values="UPDATED_NEW"
        )
    except PynamoDBException:
        logger.exception("not counted", extra={"limit": "calls"})
        return caller
    made = answer["Attributes"]
    together = caller.partner is not None and int(made["attempts"]["N"]) > MOST_OF_PARTNER
    if not together and int(made[user]["N"]) <= MOST_OF_USER:
        return caller
    return replace(caller, throttled=True)
