"""Who one is: the account, the tenant acted for, roles and permissions, and whom else one may act for (1.3)."""

from __future__ import annotations

from partner_center.identity.account import Account
from partner_center.identity.contracts import AccountState, AgencyState, SessionProfile, TenantState
from partner_center.identity.membership import MemberStatus
from partner_center.identity.person import AT_ONCE, known_of
from partner_center.identity.records import PersonRecord
from partner_center.kernel.permissions import PERMISSIONS
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.work import Work


def get_session_profile(caller: Caller, work: Work) -> SessionProfile:
    """Account, tenant, roles and permissions of the caller; the paths and programs of 1.3 belong to areas that come later."""
    known = known_of(work.query(PersonRecord, Account.partition(user_id=caller.user_id), limit=AT_ONCE).items)
    return SessionProfile(
        user_id=caller.user_id,
        account_name=known.account.account_name if known.account else caller.name,
        name=caller.name,
        actor=caller.actor,
        roles=caller.roles,
        permissions=[name for name in PERMISSIONS if caller.may(name)],
        partner_id=caller.partner,
        partner_type=caller.partner_type,
        customer_id=caller.customer,
        agency=AgencyState(partner_id=agent.partner_id, agency_session_id=agent.agency_session_id, purpose=agent.purpose)
        if (agent := caller.agent)
        else None,
        account=_state(known.account) if known.account else None,
        tenants=[
            TenantState(
                partner_id=member.tenant,
                actor=member.actor,
                account_name=member.account_name,
                roles=list(member.roles),
                status=member.status,
                current=member.tenant == caller.partner or (caller.partner is None and member.actor is caller.actor),
            )
            for member in known.memberships
            if member.status is not MemberStatus.DELETED
        ],
    )


def _state(account: Account) -> AccountState:
    return AccountState(
        mobile=masked(account.mobile),
        email=masked(account.email),
        country_region=account.country_region,
        cloud_activated=account.cloud_activated_at is not None,
        real_name_status=account.real_name_status,
        real_name_kind=account.real_name_kind,
        mfa_on=account.mfa_on,
    )
