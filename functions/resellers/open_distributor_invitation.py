"""Open the link of a distributor's invitation: who invites, until when, and the notice (guide 3.6.2)."""

from partner_center.platform.action import Action, Work
from partner_center.resellers import InvitationToken, OpenedInvitation, open_distributor_invitation


@Action.get("/invitation-links/{token}", public=True)
def app(request: InvitationToken, work: Work) -> OpenedInvitation:
    return open_distributor_invitation(request, work)
