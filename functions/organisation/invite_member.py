"""Invite somebody with an account of his own to be a member."""

from partner_center.organisation import InvitationState, InviteMember, invite_member
from partner_center.platform.action import Action, Caller, Work


@Action.post("/invitations", allow="organisation.manage", status=201)
def app(request: InviteMember, caller: Caller, work: Work) -> InvitationState:
    return invite_member(request, caller, work)
