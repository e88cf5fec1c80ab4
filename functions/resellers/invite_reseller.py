"""Invite a reseller by e-mail (guide 11.1.2)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import InvitationState, InviteReseller, invite_reseller


@Action.post("/invitations", allow="resellers.manage", status=201, guide=["11.1.2/invite_reseller"])
def app(request: InviteReseller, caller: Caller, work: Work) -> InvitationState:
    return invite_reseller(request, caller, work)
