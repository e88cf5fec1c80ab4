"""Members of a partner, and of the vendor's staff: making, changing, locking and removing them (guide 5.1.1.3, 5.1.1.5, 5.1.3).

What happens in the user pool takes effect at once, before the commit. It is ordered so that a command that dies in between does no harm and
may be repeated: a user whom no membership names can do nothing, and of a locked member the membership alone already refuses every call.
"""

from __future__ import annotations

from partner_center.identity import (
    NO_TENANT,
    VENDOR,
    LoginName,
    Membership,
    MemberStatus,
    Session,
    create_pool_user,
    disable_pool_user,
    enable_pool_user,
    end_sessions,
    login_name_key,
    login_names,
    membership_key,
    pool_user_name,
    reset_pool_password,
)
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.permissions import Actor
from partner_center.organisation.assignment import (
    MANAGER,
    Roles,
    count_members,
    place_below,
    refuses_leaving_customers,
    refuses_supervisor,
    role_keys,
    roles_from,
)
from partner_center.organisation.contracts import (
    MOST_MANAGERS,
    ContactDetails,
    CreateMember,
    CreateStaff,
    MemberRef,
    MemberState,
    ResetPassword,
    UpdateMember,
    UpdateOwnProfile,
)
from partner_center.organisation.organisation import organisation_key
from partner_center.organisation.role import PRESET_ROLES, STAFF_ROLES, permissions_of, refuses_beyond, role_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

SESSIONS = 100  # of one person, more than identity keeps


def tenant_of(caller: Caller) -> str:
    """For whom the caller manages members: its partner, or the vendor."""
    return VENDOR if caller.actor is Actor.VENDOR else caller.partner_id


def member_in(work: Work, tenant: str, user_id: str) -> Membership:
    """A member who is not deleted. Raises NotFound."""
    member = work.get(membership_key(user_id, tenant))
    if member.status is MemberStatus.DELETED:
        raise NotFound("member")
    return member


def names_of(tenant: str) -> str:
    """Where the sign-in names of a tenant's members must be unique: the vendor's staff sign in with two values, members with three."""
    return NO_TENANT if tenant == VENDOR else tenant


def create_org_member(request: CreateMember, caller: Caller, work: Work) -> MemberState:
    """A member with his roles; he signs in with the handed-out password and changes it at once (5.1.1.3/r1, r2; 5.1.2/r3, r4).

    Raises Refused `account_name_taken`, `email_taken`, `administrator_stands_alone`, `manager_is_no_supervisor`, `beyond_own_rights`,
    `not_a_supervisor`, `supervisor_without_manager`; NotFound for an unknown role or supervisor; Invalid for a weak password.
    """
    partner_id = caller.partner_id
    supervising = [membership_key(request.supervisor_id, partner_id)] if request.supervisor_id else []
    custom_keys = role_keys(partner_id, request.roles, PRESET_ROLES)
    taken_name, taken_email, organisation, *rest = work.look(
        login_name_key(partner_id, request.account_name),
        login_name_key(partner_id, request.email),
        organisation_key(partner_id),
        *supervising,
        *custom_keys,
    )
    if organisation is None:
        raise NotFound("organisation")
    supervisor = rest.pop(0) if supervising else None
    if supervising and supervisor is None:
        raise NotFound("supervisor")
    roles = roles_from(request.roles, PRESET_ROLES, rest)
    work.require(
        *refuses_taken(taken_name, taken_email),
        *roles.refuses_combination(),
        refuses_beyond(caller, roles.permissions),
        refuses_supervisor(supervisor, MOST_MANAGERS) if supervisor else None,
        refuses_stray_supervisor(supervisor, roles),
    )
    member = new_member(request, partner_id, Actor.PARTNER, roles, work)
    count_members(work, [], roles.custom)
    if supervisor is not None:
        place_below(work, member, supervisor, None)
    return MemberState.of(member)


def create_staff_member(request: CreateStaff, caller: Caller, work: Work) -> MemberState:
    """Somebody who works for the vendor. Raises as `create_org_member`; NotFound for what is no duty of the vendor's."""
    taken_name, taken_email = work.look(login_name_key(NO_TENANT, request.account_name), login_name_key(NO_TENANT, request.email))
    roles = roles_from(request.roles, STAFF_ROLES, [None for role in request.roles if role not in {known.value for known in STAFF_ROLES}])
    work.require(*refuses_taken(taken_name, taken_email))
    return MemberState.of(new_member(request, tenant_of(caller), Actor.VENDOR, roles, work))


def new_member(request: CreateMember | CreateStaff, tenant: str, actor: Actor, roles: Roles, work: Work) -> Membership:
    """The pool's user, the membership and its sign-in names."""
    user_name = pool_user_name(names_of(tenant), request.account_name)
    # A dry run makes nobody: the name stands in for the id that the pool would give.
    user_id = user_name if work.dry_run else create_pool_user(user_name, request.new_password, mobile=request.mobile, email=request.email)
    member = Membership(
        user_id=user_id,
        tenant=tenant,
        actor=actor,
        account_name=request.account_name,
        user_name=user_name,
        roles=list(roles.built_in),
        custom_roles=[role.role_id for role in roles.custom],
        status=MemberStatus.ACTIVE,
        joined_at=work.now,
    )
    take_details(member, request)
    work.add(member, *login_names(names_of(tenant), user_name, user_id, request.account_name, request.email))
    return member


def refuses_taken(name: LoginName | None, email: LoginName | None) -> list[Refusal | None]:
    """Account names and e-mails are unique in a partner: members sign in with either (5.1.2/r2). A deleted member's name stays his."""
    taken_name = Refusal.because("account_name_taken", "5.1.1.3/r4", way_out="choose_another_account_name")
    taken_email = Refusal.because("email_taken", "5.1.2/r2")
    return [taken_name if name is not None else None, taken_email if email is not None else None]


def refuses_stray_supervisor(supervisor: Membership | None, roles: Roles) -> Refusal | None:
    """A supervisor stands above account managers only."""
    if supervisor is None or MANAGER in roles.built_in:
        return None
    return Refusal.because("supervisor_without_manager", "5.1.1.3/r10")


def update_org_member(request: UpdateMember, caller: Caller, work: Work) -> MemberState:
    """Change a member's details, lock or unlock him: a locked one's sessions end at once and no other begins (5.1.1.5/r3).

    Raises Refused `own_membership`, `administrator_protected`, `beyond_own_rights`, `email_taken`.
    """
    tenant = tenant_of(caller)
    member, taken = load_with_email(work, tenant, request.user_id, request.email)
    work.require(*refuses_power(work, caller, member), refuses_email(member, taken))
    change_email(work, member, request.email, taken)
    take_details(member, request)
    if request.status is not member.status:
        member.status = request.status
        lock(work, member) if request.status is MemberStatus.LOCKED else unlock(work, member)
    work.change(member)
    return MemberState.of(member)


def update_own_profile(request: UpdateOwnProfile, caller: Caller, work: Work) -> MemberState:
    """Change one's own details (5.1.3/r1).

    Raises Refused `contact_guards_codes`: while the partner asks for codes, the contacts to which they go cannot be changed by whoever
    holds a session alone; the administrator does it, or codes are switched off first (which takes a code).
    """
    member, taken = load_with_email(work, tenant_of(caller), caller.user_id, request.email)
    changed = (request.mobile, request.email) != (member.mobile, member.email)
    guarded = Refusal.because("contact_guards_codes", "19.8/r1", way_out="ask_the_administrator")
    work.require(guarded if caller.codes_on and changed else None, refuses_email(member, taken))
    change_email(work, member, request.email, taken)
    take_details(member, request)
    work.change(member)
    return MemberState.of(member)


def reset_org_member_password(request: ResetPassword, caller: Caller, work: Work) -> MemberState:
    """A new initial password; all sessions of the member end, and he must change it at the next sign-in (5.1.1.5/r4 and OPEN).

    Raises Refused `own_account` for whoever joined with an account of his own, and as `update_org_member`.
    """
    member = member_in(work, tenant_of(caller), request.user_id)
    work.require(*refuses_power(work, caller, member), refuses_own_account(member))
    end_sessions_of(work, member)
    if member.user_name is not None and not work.dry_run:
        reset_pool_password(member.user_name, request.new_password)
    work.note(member=member.user_id)
    return MemberState.of(member)


def delete_org_member(request: MemberRef, caller: Caller, work: Work) -> MemberState:
    """Remove a member (5.1.1.5/r5). His account name stays taken: what he did stays his.

    Raises Refused `manager_has_customers`, `supervisor_has_managers`: both first go to somebody else; `role_under_review`; and as
    `update_org_member`.
    """
    tenant = tenant_of(caller)
    member = member_in(work, tenant, request.user_id)
    work.require(
        *refuses_power(work, caller, member),
        refuses_leaving_customers(member),
        refuses_leaving_managers(member),
        Refusal.because("role_under_review", "5.1.1.3/r11", roles=list(member.roles)) if member.qualification_under_review else None,
    )
    email = [login_name_key(names_of(tenant), member.email)] if member.user_name and member.email else []
    above = [membership_key(member.supervisor_id, tenant)] if member.supervisor_id else []
    rest = work.look(*email, *above, *(role_key(tenant, role_id) for role_id in member.custom_roles))
    login = rest.pop(0) if email else None
    supervisor = rest.pop(0) if above else None
    place_below(work, member, None, supervisor)
    count_members(work, [role for role in rest if role is not None], [])
    if login is not None and login.user_id == member.user_id:
        work.remove(login)
    member.status = MemberStatus.DELETED
    lock(work, member)
    work.change(member)
    return MemberState.of(member)


# --- rules and steps that the commands share --------------------------------------------------------------------------------


def refuses_power(work: Work, caller: Caller, member: Membership) -> list[Refusal | None]:
    """Nobody manages himself, the super administrator, or somebody who may do more than he."""
    own = Refusal.because("own_membership", "5.1.1.1/r7", way_out="use_own_profile")
    protected = Refusal.because("administrator_protected", "5.1.1.1/r1", way_out="transfer_administrator")
    custom = work.look(*(role_key(member.tenant, role_id) for role_id in member.custom_roles)) if member.custom_roles else []
    gives = {name for role in member.roles for name in permissions_of(role)} | {p for role in custom if role for p in role.permissions}
    return (
        [
            own if member.user_id == caller.user_id else None,
            protected if member.is_super_admin else None,
            refuses_beyond(caller, gives),
        ]
        if caller.actor is not Actor.VENDOR
        else [own if member.user_id == caller.user_id else None]
    )


def refuses_own_account(member: Membership) -> Refusal | None:
    """A partner has no power over the account of somebody who joined with it."""
    if member.user_name is not None:
        return None
    return Refusal.because("own_account", "5.1.1.5/r4", way_out="recover_own_password")


def refuses_leaving_managers(member: Membership) -> Refusal | None:
    """A supervisor's managers get another one first (5.1.1.3/r10)."""
    if not member.managers:
        return None
    return Refusal.because("supervisor_has_managers", "5.1.1.3/r10", way_out="reassign_managers_first", managers=list(member.managers))


def load_with_email(work: Work, tenant: str, user_id: str, email: str) -> tuple[Membership, LoginName | None]:
    """A member and whoever has the e-mail he is to get, in one round."""
    member, taken = work.look(membership_key(user_id, tenant), login_name_key(names_of(tenant), email))
    if member is None or member.status is MemberStatus.DELETED:
        raise NotFound("member")
    return member, taken


def refuses_email(member: Membership, taken: LoginName | None) -> Refusal | None:
    """Of those who sign in with it, nobody has another one's e-mail."""
    if member.user_name is None or taken is None or taken.user_id == member.user_id:
        return None
    return Refusal.because("email_taken", "5.1.2/r2")


def change_email(work: Work, member: Membership, email: str, known: LoginName | None) -> None:
    """The new e-mail signs in from now on, the former one no more."""
    if member.user_name is None or member.email == email:
        return
    names = names_of(member.tenant)
    former = work.get(login_name_key(names, member.email), or_none=True) if member.email else None
    if former is not None and former.user_id == member.user_id and former is not known and former.name != member.account_name.lower():
        work.remove(former)
    if known is None:
        work.add(*login_names(names, member.user_name, member.user_id, email))


def take_details(member: Membership, details: ContactDetails) -> None:
    """Name and contacts as given."""
    member.name, member.email, member.landline = details.name, details.email, details.landline
    member.mobile = details.mobile.removeprefix("+86")


def lock(work: Work, member: Membership) -> None:
    """The member's sessions end, and the user whom the tenant administers cannot sign in any more."""
    end_sessions_of(work, member)
    if member.user_name is not None and not work.dry_run:
        disable_pool_user(member.user_name)


def unlock(work: Work, member: Membership) -> None:
    """The user may sign in again."""
    if member.user_name is not None and not work.dry_run:
        enable_pool_user(member.user_name)


def end_sessions_of(work: Work, member: Membership) -> None:
    """End all sessions of a user whom the tenant administers; of somebody with an account of his own those that act for the tenant."""
    if member.user_name is not None:
        end_sessions(work, member.user_id)
        return
    for session in work.query(Session, Session.partition(user_id=member.user_id), begins="session/", limit=SESSIONS).items:
        if session.is_open and session.tenant == member.tenant:
            session.ended_at = work.now
            work.change(session)
