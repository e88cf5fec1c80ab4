"""Roles: the preset ones of the house and a partner's own, which are sets of the same permissions (guide 5.1.1.4)."""

from __future__ import annotations

from collections.abc import Iterable

from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.permissions import PERMISSIONS, Actor, Role
from partner_center.platform.caller import Caller
from partner_center.platform.table import Data, Instant, Key, Place, Record, Text, Texts, Whole

# Given to every role of a partner's own as soon as it has any permission (5.1.1.4/r2). The guide's list is not in the source (r5); read as
# home page, own profile, messages, help: messages and help are open to everybody signed in and need none.
DEFAULT_PERMISSIONS = ("partners.read", "organisation.own_profile")


class RoleType(Labelled):
    """Whose role it is."""

    PRESET = "preset", "系统默认", "Preset"
    CUSTOM = "custom", "自定义", "Custom"


class CustomRole(Record, kind="role"):
    """A role of a partner's own. `member_count` changes in the transactions that give or take it, so that it is never deleted in use."""

    PLACE = Place("organisation/{partner_id}/role", "{role_id}")

    partner_id = Text()
    role_id = Text()
    role_name = Text()
    description = Text(null=True)
    permissions = Texts()
    member_count = Whole(default=0)
    created_at = Instant()


class RoleNames(Record, kind="role_names"):
    """The names of a partner's own roles by id: how many there are and which names are taken, in one place that all changes pass."""

    PLACE = Place("organisation/{partner_id}", "role_names")

    partner_id = Text()
    names = Data()  # {role_id: name}

    def refuses_name(self, name: str, role_id: str | None = None) -> Refusal | None:
        """No two roles of a partner have one name, preset ones included (OPEN: not stated)."""
        presets = {label for role in PRESET_ROLES for label in role.label}
        taken = {known for known_id, known in self.names.items() if known_id != role_id} | presets
        return Refusal.because("role_name_taken", "5.1.1.4/r1", role_name=name) if name in taken else None

    def refuses_another(self, limit: int) -> Refusal | None:
        """As many as agreed, by default 10 (5.1.1.4/r1)."""
        if len(self.names) < limit:
            return None
        return Refusal.because("role_limit_reached", "5.1.1.4/r1", way_out="delete_unused_roles", roles=len(self.names), limit=limit)


# What an administrator may give to a member; the super administrator is whoever owns the partner account, by transfer only.
PRESET_ROLES = tuple(role for role in Role if role.side is Actor.PARTNER and role is not Role.SUPER_ADMIN)
STAFF_ROLES = tuple(role for role in Role if role.side is Actor.VENDOR)


def role_key(partner_id: str, role_id: str) -> Key[CustomRole]:
    """The address of a partner's own role."""
    return CustomRole.key(partner_id=partner_id, role_id=role_id)


def role_names_key(partner_id: str) -> Key[RoleNames]:
    """The address of the names of a partner's roles."""
    return RoleNames.key(partner_id=partner_id)


def permissions_of(role: str) -> frozenset[str]:
    """What a built-in role gives."""
    return frozenset(name for name, permission in PERMISSIONS.items() if role in permission.roles)


def grantable() -> tuple[str, ...]:
    """The permissions that members of partners may hold: those of some built-in role of their side."""
    ours = {role.value for role in Role if role.side is Actor.PARTNER}
    return tuple(name for name, permission in PERMISSIONS.items() if permission.roles & ours)


def refuses_beyond(caller: Caller, permissions: Iterable[str]) -> Refusal | None:
    """Nobody gives, or has power over, more than he holds himself: managing members is no way to further rights (OPEN: not stated)."""
    beyond = sorted(name for name in set(permissions) if not caller.may(name))
    return Refusal.because("beyond_own_rights", "5.1.1.1/r7", permissions=beyond) if beyond else None


def with_defaults(permissions: Iterable[str]) -> list[str]:
    """The permissions of a role as it is saved (5.1.1.4/r2)."""
    return sorted({*permissions, *DEFAULT_PERMISSIONS})
