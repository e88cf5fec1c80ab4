"""Organisations in tests: members and roles, and their people as callers with the scope that their roles give."""

from __future__ import annotations

from typing import Any

from partner_center.customers import Association, listed_key, newly_listed
from partner_center.customers.association import association_key
from partner_center.identity import Membership, MemberStatus, Person, Session, membership_key
from partner_center.kernel import clock
from partner_center.kernel.permissions import Actor, PartnerType, Role
from partner_center.organisation import Organisation, caller_of, organisation_key
from partner_center.organisation.callers import acting_for_tenant
from partner_center.organisation.role import CustomRole, role_key
from partner_center.platform.caller import Caller
from partner_center.platform.reach import AssignmentSource, ManagedCustomer, ResellerOf
from partner_center.platform.table import Key, Record
from tests.kit.world import Answer, World, partner_user

ADMIN = partner_user("P1")
PASSWORD = "Correct1horse"
MEMBER_FORM = {
    "account_name": "zhang-san",
    "new_password": PASSWORD,
    "confirm_password": PASSWORD,
    "name": "张三",
    "mobile": "13800007777",
    "email": "zhang.san@yunfan.example",
    "roles": ["partner_finance"],
}


def kept(*records: Record) -> None:
    """Put records into the table without commands."""
    for record in records:
        record.settle()
        record.save()


def found(key: Key[Any]) -> Any:
    """A record as it is now, None where there is none."""
    try:
        return key.record.get(key.partition, key.sort, consistent_read=True)
    except key.record.DoesNotExist:
        return None


def an_organisation(partner_id: str = "P1", partner_type: str = "solution_provider", **facts: Any) -> Organisation:
    """A partner's organisation."""
    made = Organisation(partner_id=partner_id, name=f"伙伴{partner_id}", partner_type=PartnerType(partner_type), **facts)
    kept(made)
    return made


def a_reseller(partner_id: str = "R1", *, of: str = "D1") -> Organisation:
    """A reseller of a distributor."""
    kept(ResellerOf(distributor_id=of, reseller_id=partner_id, since=clock.now()))
    return an_organisation(partner_id, "reseller", distributor_id=of)


def a_member(user_id: str = "U1", *roles: Role, of: str = "P1", custom: tuple[str, ...] = (), **facts: Any) -> Membership:
    """A member of a partner; an account manager unless roles are given."""
    chosen = roles or (() if custom else (Role.ACCOUNT_MANAGER,))
    member = Membership(
        user_id=user_id,
        tenant=of,
        joined_at=clock.now(),
        roles=[role.value for role in chosen],
        custom_roles=list(custom),
        **{"actor": Actor.PARTNER, "account_name": user_id.lower(), "name": user_id, "status": MemberStatus.ACTIVE, **facts},
    )
    kept(member)
    return member


def member_now(user_id: str, of: str = "P1") -> Membership:
    """A member as he is now."""
    member: Membership = found(membership_key(user_id, of))
    return member


def role_now(role_id: str, of: str = "P1") -> CustomRole | None:
    """A partner's own role as it is now."""
    role: CustomRole | None = found(role_key(of, role_id))
    return role


def organisation_now(partner_id: str = "P1") -> Organisation:
    """An organisation as it is now."""
    known: Organisation = found(organisation_key(partner_id))
    return known


def acting(member: Membership) -> Caller:
    """A member as the authorizer hands him to the functions, from the records as they are now."""
    current = member_now(member.user_id, member.tenant)
    session = Session(user_id=member.user_id, session_id="S1", tenant=member.tenant, opened_at=clock.now())
    return acting_for_tenant(Person({"sub": member.user_id}, session, (current,), None), current)


def behind(session: dict[str, Any]) -> Caller:
    """Who the authorizer finds behind what a sign-in answered."""
    return caller_of(f"Bearer {session['id_token']}")


def managed(customer_id: str, by: Membership | str, of: str = "P1") -> ManagedCustomer:
    """A customer that an account manager has, as an assignment leaves it."""
    manager_id = by if isinstance(by, str) else by.user_id
    known: Association | None = found(association_key(of, customer_id))
    if known is not None:
        known.account_manager_id, known.managed_since = manager_id, clock.now()
        line = found(listed_key(of, customer_id)) or newly_listed(known)
        line.follow(known)
        kept(known, line)
    if (member := member_now(manager_id, of)) is not None:
        member.assigned_customers += 1
        kept(member)
    made = ManagedCustomer(
        partner_id=of, customer_id=customer_id, manager_id=manager_id, assigned_at=clock.now(), source=AssignmentSource.MANUAL
    )
    kept(made)
    return made


def create(world: World, *, by: Caller = ADMIN, key: str | None = None, **form: Any) -> Answer:
    """An administrator adds a member."""
    return world.call(by, "POST", "/organisation/members", {**MEMBER_FORM, **form}, key=key)


def assign(world: World, member: Membership | str, *roles: str, by: Caller = ADMIN, **more: Any) -> Answer:
    """An administrator says which roles a member has."""
    user_id = member if isinstance(member, str) else member.user_id
    return world.call(by, "PUT", f"/organisation/members/{user_id}/roles", {"roles": list(roles), **more})


def a_role(world: World, *permissions: str, name: str = "订单专员", by: Caller = ADMIN) -> str:
    """A role of the partner's own; its id."""
    form = {"role_name": name, "permissions": list(permissions or ("funds.read",))}
    return str(world.call(by, "POST", "/organisation/roles", form).ok()["role_id"])
