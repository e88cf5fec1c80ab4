"""Which roles a member may have together, and what follows from giving and taking them (guide 5.1.1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partner_center.identity import Membership, MemberStatus
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.permissions import Role
from partner_center.organisation.role import CustomRole, permissions_of, role_key
from partner_center.platform.table import Key
from partner_center.platform.work import Work

MANAGER, SUPERVISOR = Role.ACCOUNT_MANAGER.value, Role.ACCOUNT_MANAGER_SUPERVISOR.value
REVIEWED = (MANAGER, Role.PARTNER_SA.value)  # roles that a qualification under review holds fast (5.1.1.3/r11)


@dataclass(frozen=True)
class Roles:
    """Roles as a request names them: built-in ones by code, the partner's own as records."""

    built_in: tuple[str, ...]
    custom: tuple[CustomRole, ...] = ()

    @property
    def permissions(self) -> set[str]:
        """All that they give together (5.1.1.1/r7, r8)."""
        return {name for role in self.built_in for name in permissions_of(role)} | {p for role in self.custom for p in role.permissions}

    def refuses_combination(self) -> list[Refusal | None]:
        """系统管理员 stands alone, 客户经理 and 客户经理主管 exclude each other (5.1.1.3/r6, r7)."""
        count = len(self.built_in) + len(self.custom)
        alone = Refusal.because("administrator_stands_alone", "5.1.1.3/r6", roles=list(self.built_in))
        exclusive = Refusal.because("manager_is_no_supervisor", "5.1.1.3/r7", roles=list(self.built_in))
        return [
            alone if Role.PARTNER_ADMIN.value in self.built_in and count > 1 else None,
            exclusive if {MANAGER, SUPERVISOR} <= set(self.built_in) else None,
        ]


def custom_ids(asked: Sequence[str], offered: Sequence[Role]) -> list[str]:
    """What is no built-in role that may be given: ids of the partner's own, or of nothing."""
    known = {role.value for role in offered}
    return [role for role in asked if role not in known]


def role_keys(partner_id: str, asked: Sequence[str], offered: Sequence[Role]) -> list[Key[Any]]:
    """The records to read for roles that are asked for."""
    return [role_key(partner_id, role_id) for role_id in custom_ids(asked, offered)]


def roles_from(asked: Sequence[str], offered: Sequence[Role], custom: Sequence[CustomRole | None]) -> Roles:
    """The roles that are asked for; NotFound for one that there is not, and for one of another side."""
    if any(role is None for role in custom):
        raise NotFound("role")
    known = {role.value for role in offered}
    return Roles(tuple(role for role in asked if role in known), tuple(role for role in custom if role is not None))


def refuses_loss(member: Membership, after: Sequence[str]) -> list[Refusal | None]:
    """What holds a role fast: a review of the member's qualification, and customers who would be nobody's (5.1.1.3/r11)."""
    lost = set(member.roles) - set(after)
    held = sorted(lost.intersection(REVIEWED))
    review = Refusal.because("role_under_review", "5.1.1.3/r11", roles=held)
    return [
        review if member.qualification_under_review and held else None,
        refuses_leaving_customers(member) if lost and not {MANAGER, SUPERVISOR} & set(after) else None,
    ]


def refuses_leaving_customers(member: Membership) -> Refusal | None:
    """Whoever is responsible for customers stays so until they are given to somebody else (OPEN in 5.1.1.5, read as there)."""
    if not member.assigned_customers:
        return None
    return Refusal.because(
        "manager_has_customers", "5.1.1.5/r5", way_out="reassign_customers_first", customers=int(member.assigned_customers)
    )


def refuses_supervisor(supervisor: Membership, most: int, more: int = 1) -> Refusal | None:
    """Managers stand below an active supervisor, and not more than one transaction can set free again."""
    if SUPERVISOR not in supervisor.roles or supervisor.status is not MemberStatus.ACTIVE:
        return Refusal.because("not_a_supervisor", "5.1.1.3/r10", user_id=supervisor.user_id)
    if len(supervisor.managers) + more > most:
        return Refusal.because("too_many_managers", "5.1.1.3/r10", limit=most, managers=len(supervisor.managers))
    return None


def count_members(work: Work, before: Sequence[CustomRole], after: Sequence[CustomRole]) -> None:
    """One member more for each of the partner's own roles that is new to him, one less for each that he lost."""
    old, new = {role.role_id for role in before}, {role.role_id for role in after}
    for role in before:
        if role.role_id not in new:
            role.member_count -= 1
            work.change(role)
    for role in after:
        if role.role_id not in old:
            role.member_count += 1
            work.change(role)


def place_below(work: Work, manager: Membership, supervisor: Membership | None, former: Membership | None) -> None:
    """An account manager gets another supervisor, or none."""
    if former is not None and (supervisor is None or former.user_id != supervisor.user_id):
        former.managers = [user_id for user_id in former.managers if user_id != manager.user_id]
        work.change(former)
    if supervisor is not None and manager.user_id not in supervisor.managers:
        supervisor.managers = [*supervisor.managers, manager.user_id]
        work.keep(supervisor)
    manager.supervisor_id = supervisor.user_id if supervisor is not None else None
    work.keep(manager)


def set_free(work: Work, supervisor: Membership, managers: Sequence[Membership]) -> list[str]:
    """A supervisor's managers without one; whom that leaves unmanaged (5.1.1.3/r10)."""
    freed = [manager for manager in managers if manager.supervisor_id == supervisor.user_id]
    for manager in freed:
        manager.supervisor_id = None
    work.change(*freed)
    supervisor.managers = []
    work.keep(supervisor)
    return [manager.user_id for manager in freed]
