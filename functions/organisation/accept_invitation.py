"""Join a partner with one's own account."""

from partner_center.organisation import InvitationToken, Joined, accept_invitation
from partner_center.platform.action import Action, Caller, Work


@Action.post("/invitation-links/{token}/acceptance")
def app(request: InvitationToken, caller: Caller, work: Work) -> Joined:
    return accept_invitation(request, caller, work)
