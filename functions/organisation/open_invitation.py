"""What an invitation's link leads to."""

from partner_center.organisation import InvitationToken, OpenedInvitation, open_invitation
from partner_center.platform.action import Action, Work


@Action.get("/invitation-links/{token}", public=True)
def app(request: InvitationToken, work: Work) -> OpenedInvitation:
    return open_invitation(request, work)
