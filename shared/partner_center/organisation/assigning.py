"""Giving roles to members, managers to supervisors, and the partner account to somebody else (guide 5.1.1.3, 5.1.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partner_center.identity import Membership, MemberStatus, membership_key
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.permissions import Role
from partner_center.organisation.assignment import (
    MANAGER,
    SUPERVISOR,
    Roles,
    count_members,
    custom_ids,
    place_below,
    refuses_loss,
    refuses_supervisor,
    role_keys,
    roles_from,
    set_free,
)
from partner_center.organisation.contracts import (
    MOST_MANAGERS,
    AssignDuties,
    AssignManagers,
    AssignRoles,
    MemberState,
    TransferAdministrator,
)
from partner_center.organisation.members import member_in, refuses_power, refuses_stray_supervisor, tenant_of
from partner_center.organisation.role import PRESET_ROLES, STAFF_ROLES, CustomRole, refuses_beyond, role_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def assign_roles(request: AssignRoles, caller: Caller, work: Work) -> MemberState:
    """The member's roles from now on; they count from his next call.

    A supervisor who ceases to be one leaves his managers unmanaged: the answer names them. Raises Refused `administrator_stands_alone`,
    `manager_is_no_supervisor`, `role_under_review`, `manager_has_customers`, `beyond_own_rights`, `own_membership`,
    `administrator_protected`, `not_a_supervisor`, `too_many_managers`, `supervisor_without_manager`; NotFound.
    """
    partner_id = caller.partner_id
    supervising = [membership_key(request.supervisor_id, partner_id)] if request.supervisor_id else []
    member, *rest = work.look(
        membership_key(request.user_id, partner_id), *supervising, *role_keys(partner_id, request.roles, PRESET_ROLES)
    )
    if member is None or member.status is MemberStatus.DELETED:
        raise NotFound("member")
    supervisor = rest.pop(0) if supervising else None
    if supervising and supervisor is None:
        raise NotFound("supervisor")
    roles = roles_from(request.roles, PRESET_ROLES, rest)
    moves = supervisor is not None and supervisor.user_id != member.supervisor_id
    work.require(
        *refuses_power(work, caller, member),
        refuses_beyond(caller, roles.permissions),
        *roles.refuses_combination(),
        *refuses_loss(member, roles.built_in),
        refuses_stray_supervisor(supervisor, roles),
        refuses_supervisor(supervisor, MOST_MANAGERS) if supervisor is not None and moves else None,
    )
    return MemberState.of(member, give(work, member, roles, supervisor))


def give(work: Work, member: Membership, roles: Roles, supervisor: Membership | None) -> list[str]:
    """Everything that changes with a member's roles; whom it leaves without a supervisor."""
    stays_manager = MANAGER in roles.built_in
    keeps_managers = SUPERVISOR in roles.built_in
    former_keys = [role_key(member.tenant, role_id) for role_id in member.custom_roles]
    above = [membership_key(member.supervisor_id, member.tenant)] if member.supervisor_id else []
    below = [] if keeps_managers else [membership_key(user_id, member.tenant) for user_id in member.managers]
    found = work.look(*above, *former_keys, *below) if above or former_keys or below else []
    former_supervisor = found.pop(0) if above else None
    former = [role for role in found[: len(former_keys)] if role is not None]
    managers = [manager for manager in found[len(former_keys) :] if manager is not None]
    count_members(work, former, roles.custom)
    unmanaged = set_free(work, member, managers) if below else []
    if not stays_manager:
        place_below(work, member, None, former_supervisor)
    elif supervisor is not None:
        place_below(work, member, supervisor, former_supervisor)
    member.roles, member.custom_roles = list(roles.built_in), [role.role_id for role in roles.custom]
    work.change(member)
    return unmanaged


def assign_am_supervisor(request: AssignManagers, caller: Caller, work: Work) -> MemberState:
    """The account managers below a supervisor from now on: new ones leave their former one, left-out ones have none (5.1.1.3 OPEN).

    Raises Refused `not_a_supervisor`, `not_an_account_manager`, `beyond_own_rights`, `own_membership`; NotFound.
    """
    partner_id = caller.partner_id
    supervisor, *chosen = work.read(*(membership_key(user_id, partner_id) for user_id in (request.user_id, *request.manager_ids)))
    if supervisor.status is MemberStatus.DELETED:
        raise NotFound("member")
    work.require(
        *refuses_power(work, caller, supervisor),
        refuses_supervisor(supervisor, MOST_MANAGERS, more=len(chosen) - len(supervisor.managers)),
        *(refuses_managing(manager) for manager in chosen),
    )
    wanted = {manager.user_id for manager in chosen}
    left = [user_id for user_id in supervisor.managers if user_id not in wanted]
    formers = {manager.supervisor_id for manager in chosen if manager.supervisor_id not in {None, supervisor.user_id}}
    others = work.look(*(membership_key(str(user_id), partner_id) for user_id in (*left, *sorted(map(str, formers)))))
    known = {other.user_id: other for other in others if other is not None}
    unmanaged = []
    for user_id in left:
        if user_id in known:
            place_below(work, known[user_id], None, supervisor)
            unmanaged.append(user_id)
    for manager in chosen:
        place_below(work, manager, supervisor, known.get(manager.supervisor_id or ""))
    supervisor.managers = [manager.user_id for manager in chosen]
    work.change(supervisor)
    return MemberState.of(supervisor, unmanaged)


def refuses_managing(member: Membership) -> Refusal | None:
    """Only an account manager who is no supervisor himself stands below one."""
    if MANAGER in member.roles and member.status is not MemberStatus.DELETED:
        return None
    return Refusal.because("not_an_account_manager", "5.1.1.3/r10", user_id=member.user_id)


def assign_staff_duties(request: AssignDuties, caller: Caller, work: Work) -> MemberState:
    """The duties of a member of the vendor's staff. Raises Refused `own_membership`; NotFound for what is no duty."""
    member = member_in(work, tenant_of(caller), request.user_id)
    unknown: list[CustomRole | None] = [None for _ in custom_ids(request.roles, STAFF_ROLES)]
    roles = roles_from(request.roles, STAFF_ROLES, unknown)
    work.require(*refuses_power(work, caller, member))
    member.roles = list(roles.built_in)
    work.change(member)
    return MemberState.of(member)


def transfer_administrator(request: TransferAdministrator, caller: Caller, work: Work) -> MemberState:
    """The super administrator, who owns the partner account, hands it over and keeps what he says (cf. 4.2/r15, r16).

    OPEN: the guide transfers the primary account between accounts; between members it is read alike. The combination rules hold for what
    the former one keeps. Raises Refused `not_the_administrator`, `member_locked`, `role_under_review`, `manager_has_customers`; NotFound.
    """
    partner_id = caller.partner_id
    keys: Sequence[Any] = [membership_key(user_id, partner_id) for user_id in (caller.user_id, request.user_id)]
    former, successor, *custom = work.look(*keys, *role_keys(partner_id, request.own_roles, PRESET_ROLES))
    work.require(None if former is not None and former.is_super_admin else Refusal.because("not_the_administrator", "4.2/r2"))
    if successor is None or successor.status is MemberStatus.DELETED:
        raise NotFound("member")
    kept = roles_from(request.own_roles, PRESET_ROLES, custom)
    locked = Refusal.because("member_locked", "4.2/r15", user_id=successor.user_id)
    own = Refusal.because("own_membership", "4.2/r15")
    work.require(
        locked if successor.status is MemberStatus.LOCKED else None,
        own if successor.user_id == former.user_id else None,
        *kept.refuses_combination(),
        *refuses_loss(successor, ()),
    )
    unmanaged = give(work, successor, Roles((Role.SUPER_ADMIN.value, Role.PARTNER_ADMIN.value)), None)
    give(work, former, kept, None)
    successor.is_super_admin, former.is_super_admin = True, False
    return MemberState.of(successor, unmanaged)
