"""Take an invitation back."""

from partner_center.organisation import InvitationRef, InvitationState, withdraw_invitation
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/invitations/{invitation_id}", allow="organisation.manage")
def app(request: InvitationRef, caller: Caller, work: Work) -> InvitationState:
    return withdraw_invitation(request, caller, work)
