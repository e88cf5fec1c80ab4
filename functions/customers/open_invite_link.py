"""Open an invitation: who invites, in which mode, and the notice (guide 13.1.2)."""

from partner_center.customers import OpenedInvitation, TokenRef, open_invite_link
from partner_center.platform.action import Action, Work


@Action.get("/invitations/{token}", public=True, guide=["13.1.2/open_invite_link"])
def app(request: TokenRef, work: Work) -> OpenedInvitation:
    return open_invite_link(request, work)
