"""The QR code of an invitation link (guide 10.3.4.3)."""

from partner_center.customers import LinkRef, QrCode, download_invite_qr_code
from partner_center.platform.action import Action, Caller, Work


@Action.get("/invitation-links/{link_id}/qr-code", allow="customers.invite", guide=["10.3.4.3/download_invite_qr_code"])
def app(request: LinkRef, caller: Caller, work: Work) -> QrCode:
    return download_invite_qr_code(request, caller, work)
