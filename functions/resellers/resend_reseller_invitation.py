"""Send an invitation of a reseller again, with a new link (guide 11.1.2)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import InvitationRef, InvitationState, resend_reseller_invitation


@Action.post("/invitations/{invitation_id}/resend", allow="resellers.manage", guide=["11.1.2/resend_reseller_invitation"])
def app(request: InvitationRef, caller: Caller, work: Work) -> InvitationState:
    return resend_reseller_invitation(request, caller, work)
