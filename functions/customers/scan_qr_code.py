"""What a phone shows of an invitation (guide 13.1.3)."""

from partner_center.customers import ScannedInvitation, TokenRef, scan_qr_code
from partner_center.platform.action import Action, Work


@Action.get("/invitations/{token}/qr", public=True, guide=["13.1.3/scan_qr_code"])
def app(request: TokenRef, work: Work) -> ScannedInvitation:
    return scan_qr_code(request, work)
