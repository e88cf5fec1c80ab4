"""A partner's own roles: making, changing, deleting, and who has them (guide 5.1.1.4)."""

from __future__ import annotations

from collections import Counter

from partner_center.identity import Membership
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.organisation.contracts import CreateRole, RoleRef, Roles, RoleState, UpdateRole
from partner_center.organisation.menu import offered
from partner_center.organisation.organisation import organisation_key
from partner_center.organisation.role import (
    PRESET_ROLES,
    CustomRole,
    RoleNames,
    RoleType,
    permissions_of,
    refuses_beyond,
    role_key,
    role_names_key,
    with_defaults,
)
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER
from partner_center.platform.work import Work

PRESETS = {role.value: role for role in PRESET_ROLES}


def create_role(request: CreateRole, caller: Caller, work: Work) -> RoleState:
    """A role of the partner's own (5.1.1.4/r1, r2).

    Raises Refused `role_limit_reached`, `role_name_taken`, `unknown_permission`, `beyond_own_rights`.
    """
    organisation, names = work.look(organisation_key(caller.partner_id), role_names_key(caller.partner_id))
    if organisation is None:
        raise NotFound("organisation")
    names = names or RoleNames(partner_id=caller.partner_id, names={})
    work.require(
        names.refuses_another(int(organisation.custom_role_limit)),
        names.refuses_name(request.role_name),
        *refuses_permissions(caller, request.permissions),
    )
    role = CustomRole(
        partner_id=caller.partner_id,
        role_id=ids.new_id("RL", work.now),
        role_name=request.role_name,
        description=request.description,
        permissions=with_defaults(request.permissions),
        created_at=work.now,
    )
    names.names = {**names.names, role.role_id: role.role_name}
    work.add(role)
    work.keep(names)
    return RoleState.of(role)


def update_role(request: UpdateRole, caller: Caller, work: Work) -> RoleState:
    """A role of the partner's own as it shall be; its members have the new permissions at their next call (5.1.1.4/r4).

    Raises Refused `preset_role`, `role_name_taken`, `unknown_permission`, `beyond_own_rights`; NotFound.
    """
    work.require(refuses_preset(request.role_id))
    role, names = work.read(role_key(caller.partner_id, request.role_id), role_names_key(caller.partner_id))
    work.require(
        names.refuses_name(request.role_name, role.role_id),
        refuses_beyond(caller, role.permissions),
        *refuses_permissions(caller, request.permissions),
    )
    role.role_name, role.description = request.role_name, request.description
    role.permissions = with_defaults(request.permissions)
    names.names = {**names.names, role.role_id: role.role_name}
    work.change(role, names)
    return RoleState.of(role)


def delete_role(request: RoleRef, caller: Caller, work: Work) -> RoleState:
    """Delete a role of the partner's own that nobody has (5.1.1.4/r3, r4). Raises Refused `preset_role`, `role_in_use`; NotFound."""
    work.require(refuses_preset(request.role_id))
    role, names = work.read(role_key(caller.partner_id, request.role_id), role_names_key(caller.partner_id))
    used = Refusal.because("role_in_use", "5.1.1.4/r3", way_out="take_role_from_members", members=int(role.member_count))
    work.require(used if role.member_count else None, refuses_beyond(caller, role.permissions))
    names.names = {role_id: name for role_id, name in names.names.items() if role_id != role.role_id}
    work.remove(role)
    work.change(names)
    return RoleState.of(role)


def list_roles(caller: Caller, work: Work) -> Roles:
    """All roles with how many members have each (人员数量). Preset ones are counted among the members, whose number is no large one."""
    organisation = work.get(organisation_key(caller.partner_id))
    counted: Counter[str] = Counter()
    for member in work.every(Membership, Membership.owner_partition(tenant=caller.partner_id), index=OWNER, limit=1000):
        counted.update(member.roles)
    own = list(work.every(CustomRole, CustomRole.partition(partner_id=caller.partner_id)))
    items = [*(preset(code, counted[code]) for code in PRESETS), *(RoleState.of(role) for role in own)]
    return Roles(items=items, custom_roles_left=max(0, int(organisation.custom_role_limit) - len(own)))


def get_role(request: RoleRef, caller: Caller, work: Work) -> RoleState:
    """One role with its permissions."""
    if request.role_id not in PRESETS:
        return RoleState.of(work.get(role_key(caller.partner_id, request.role_id)))
    members = Membership.owner_partition(tenant=caller.partner_id)
    having = Membership.roles.contains(request.role_id)
    count = sum(1 for _ in work.every(Membership, members, index=OWNER, where=having, limit=1000))
    return preset(request.role_id, count)


def preset(code: str, members: int) -> RoleState:
    """A preset role, which nobody edits or deletes."""
    label = PRESETS[code].label
    return RoleState(
        role_id=code,
        role_name=label.zh,
        role_name_en=label.en,
        type=RoleType.PRESET,
        permissions=sorted(permissions_of(code)),
        member_count=members,
    )


def refuses_preset(role_id: str) -> Refusal | None:
    """Only the partner's own roles are edited or deleted (5.1.1.4/r4)."""
    return Refusal.because("preset_role", "5.1.1.4/r4", role_id=role_id) if role_id in PRESETS else None


def refuses_permissions(caller: Caller, permissions: list[str]) -> list[Refusal | None]:
    """Only what members of partners may hold, and nothing that the giver lacks himself."""
    known = offered()
    unknown = [name for name in permissions if name not in known]
    if unknown:
        return [Refusal.because("unknown_permission", "5.1.1.2/r3", permissions=unknown)]
    return [refuses_beyond(caller, permissions)]
