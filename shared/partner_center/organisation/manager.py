"""Account managers as other areas see them: members to whom customers may be given."""

from __future__ import annotations

from partner_center.identity import Membership, MemberStatus, membership_key
from partner_center.kernel.errors import Refusal
from partner_center.organisation.assignment import MANAGER, SUPERVISOR
from partner_center.platform.table import Key


def manager_key(partner_id: str, user_id: str) -> Key[Membership]:
    """The address of a member who is to be responsible for customers; his `assigned_customers` counts them."""
    return membership_key(user_id, partner_id)


def may_manage(member: Membership | None) -> bool:
    """Whether customers may be given to somebody: an active account manager, or a supervisor (10.3.4.3/r2)."""
    return member is not None and member.status is MemberStatus.ACTIVE and bool({MANAGER, SUPERVISOR} & set(member.roles))


def refuses_manager(member: Membership) -> Refusal | None:
    """Only account managers and supervisors who are not locked are given customers (10.4.2.1)."""
    if may_manage(member):
        return None
    return Refusal.because("not_an_account_manager", "10.4.2.1/r5", way_out="create_an_account_manager", user_id=member.user_id)
