"""Memberships: for whom a person may act, and with which roles. One person may act for several partners; a session names one.

A tenant is a partner (by its id) or the vendor. Who manages memberships is the area organisation; who they are is asked on every call.
"""

from __future__ import annotations

from partner_center.identity.records import PersonRecord
from partner_center.kernel.labels import Labelled
from partner_center.kernel.permissions import Actor
from partner_center.platform.table import Choice, Flag, Instant, Key, Place, Text, Texts, Whole

VENDOR = "vendor"  # the tenant of the vendor's own staff


class MemberStatus(Labelled):
    """Whether a member may sign in (5.1.1.5: 正常 / 锁定)."""

    ACTIVE = "active", "正常", "Active"
    LOCKED = "locked", "锁定", "Locked"
    DELETED = "deleted", "已删除", "Deleted"


class Membership(PersonRecord, kind="membership"):
    """One person in one tenant (org member 组织人员 of guide 5.1, or the vendor's staff).

    `roles` are built-in ones, `custom_roles` ids of the partner's own; together 1-3 (5.1.1.3/r5). `managers` are the account managers under
    a supervisor, `supervisor_id` the other end of that relation. A deleted membership stays as a trace and is in no list. `user_name` is
    the pool's name of a user whom the tenant administers (locks, gives passwords); None for whoever joined with an account of his own.
    `assigned_customers` is how many customers an account manager has.
    """

    PLACE = Place("person/{user_id}", "member/{tenant}")
    OWNER = Place("organisation/{tenant}/member", "{listed_since}/{user_id}")
    SECRET = ("mobile", "email", "landline")  # masked on every page, so in the trail too
    MANAGED_BY = "user_id"  # who is responsible for some customers only sees himself and those below him

    user_id = Text()
    tenant = Text()
    actor = Choice(Actor)
    account_name = Text()
    name = Text()
    mobile = Text(null=True)
    email = Text(null=True)
    landline = Text(null=True)
    roles = Texts()
    custom_roles = Texts()
    status = Choice(MemberStatus)
    is_super_admin = Flag(default=False)  # the partner account itself
    supervisor_id = Text(null=True)
    managers = Texts()
    qualification_under_review = Flag(default=False)
    assigned_customers = Whole(default=0)
    user_name = Text(null=True)
    joined_at = Instant()

    @property
    def listed_since(self) -> object:
        """By which the member list is sorted; None for whoever is no member any more."""
        return None if self.status is MemberStatus.DELETED else self.joined_at

    @property
    def partner_id(self) -> str | None:
        """The partner for whom the member acts; None for the vendor's staff."""
        return None if self.tenant == VENDOR else self.tenant


def membership_key(user_id: str, tenant: str) -> Key[Membership]:
    """The address of a membership."""
    return Membership.key(user_id=user_id, tenant=tenant)
