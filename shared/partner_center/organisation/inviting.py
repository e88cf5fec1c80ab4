"""Inviting people with accounts of their own, and joining (see organisation/invitation.py)."""

from __future__ import annotations

from partner_center.identity import Account, Membership, MemberStatus, account_key
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.permissions import Actor
from partner_center.organisation.assignment import Roles, count_members, role_keys, roles_from
from partner_center.organisation.contracts import InvitationRef, InvitationState, InvitationToken, InviteMember, Joined, OpenedInvitation
from partner_center.organisation.invitation import (
    VALIDITY,
    InvitationStatus,
    MemberInvitation,
    MemberInvited,
    MemberJoined,
    invitation_key,
    invitation_of,
)
from partner_center.organisation.organisation import organisation_key
from partner_center.organisation.role import PRESET_ROLES, refuses_beyond, role_key
from partner_center.platform.caller import Caller
from partner_center.platform.throttle import Limit
from partner_center.platform.work import Work

PER_DAY = Limit("member_invitation", times=100, within_s=86_400)  # of one partner (5.2.1.1/r3)


def invite_member(request: InviteMember, caller: Caller, work: Work) -> InvitationState:
    """Invite somebody by e-mail; the link in it holds for 7 days (5.2.1.1/r9).

    Raises Refused `administrator_stands_alone`, `manager_is_no_supervisor`, `beyond_own_rights`; NotFound for an unknown role; Halt
    `too_many_requests` beyond 100 a day.
    """
    partner_id = caller.partner_id
    keys = role_keys(partner_id, request.roles, PRESET_ROLES)
    roles = roles_from(request.roles, PRESET_ROLES, work.look(*keys) if keys else [])
    work.require(*roles.refuses_combination(), refuses_beyond(caller, roles.permissions))
    if not work.dry_run:
        PER_DAY.take(partner_id)
    invitation = MemberInvitation(
        partner_id=partner_id,
        invitation_id=ids.new_id("MI", work.now),
        email=request.email,
        name=request.name,
        roles=list(roles.built_in),
        custom_roles=[role.role_id for role in roles.custom],
        status=InvitationStatus.INVITED,
        invited_by=caller.user_id,
        invited_at=work.now,
        expires_at=work.now + VALIDITY,
    )
    work.add(invitation)
    work.emit(MemberInvited(partner_id=partner_id, invitation_id=invitation.invitation_id))
    return InvitationState.of(invitation)


def withdraw_invitation(request: InvitationRef, caller: Caller, work: Work) -> InvitationState:
    """Take an invitation back; its link opens nothing any more. Raises Refused `invitation_not_open`."""
    invitation = work.get(invitation_key(caller.partner_id, request.invitation_id))
    work.require(invitation.refuses_end(work.now))
    invitation.status, invitation.ended_at = InvitationStatus.WITHDRAWN, work.now
    work.change(invitation)
    return InvitationState.of(invitation)


def open_invitation(request: InvitationToken, work: Work) -> OpenedInvitation:
    """What a link leads to."""
    invitation = invitation_of(work, request.token)
    organisation = work.get(organisation_key(invitation.partner_id))
    return OpenedInvitation(
        partner_name=organisation.name,
        name=invitation.name,
        status=invitation.status_at(work.now),
        expires_at=invitation.expires_at,
    )


def accept_invitation(request: InvitationToken, caller: Caller, work: Work) -> Joined:
    """Join a partner with one's own account; the session still acts for whom it did until it is switched.

    Raises Refused `invitation_not_open`, `already_member`, `account_of_another`: whose account a partner or the vendor administers cannot
    act for a partner beside it, for its administrator could act as him; NotFound for an unknown link.
    """
    invitation = invitation_of(work, request.token)
    partner_id = invitation.partner_id
    organisation, account, *custom = work.look(
        organisation_key(partner_id),
        account_key(caller.user_id),
        *(role_key(partner_id, role_id) for role_id in invitation.custom_roles),
    )
    if organisation is None:
        raise NotFound("organisation")
    members = work.query(Membership, Membership.partition(user_id=caller.user_id), begins="member/").items
    known = next((member for member in members if member.tenant == partner_id), None)
    work.require(invitation.refuses_end(work.now), *(refuses_administered(member) for member in members), refuses_member(known))
    roles = Roles(tuple(invitation.roles), tuple(role for role in custom if role is not None))
    member = known or Membership(user_id=caller.user_id, tenant=partner_id, actor=Actor.PARTNER)
    take_in(member, invitation, account, caller, roles, work)
    count_members(work, [], roles.custom)
    invitation.status, invitation.ended_at, invitation.user_id = InvitationStatus.LINKED, work.now, caller.user_id
    work.change(invitation)
    work.emit(MemberJoined(partner_id=partner_id, invitation_id=invitation.invitation_id, user_id=caller.user_id))
    return Joined(partner_id=partner_id, partner_name=organisation.name, roles=[*member.roles, *member.custom_roles])


def take_in(member: Membership, invitation: MemberInvitation, account: Account | None, caller: Caller, roles: Roles, work: Work) -> None:
    """The membership as the invitation gives it; one that was deleted lives again."""
    member.account_name = account.account_name if account else caller.name
    member.name, member.email = invitation.name, invitation.email
    member.mobile = account.mobile if account else None
    member.roles, member.custom_roles = list(roles.built_in), [role.role_id for role in roles.custom]
    member.status, member.joined_at = MemberStatus.ACTIVE, work.now
    work.keep(member)


def refuses_administered(member: Membership) -> Refusal | None:
    """Only who has an account of his own joins somebody else with it; the vendor's staff act for the vendor alone."""
    if member.actor is Actor.VENDOR or (member.user_name is not None and member.status is not MemberStatus.DELETED):
        return Refusal.because("account_of_another", "5.1.1.1/r2", way_out="use_own_account")
    return None


def refuses_member(known: Membership | None) -> Refusal | None:
    """Nobody joins twice; a locked member is unlocked by the administrator, not by an older link."""
    if known is None or known.status is MemberStatus.DELETED:
        return None
    return Refusal.because("already_member", "5.2.1.1/r17", status=known.status)
