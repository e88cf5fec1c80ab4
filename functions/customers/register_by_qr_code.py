"""Sign up on a phone; a code goes to the mobile (guide 13.1.3)."""

from partner_center.customers import RegisterByQr, Registered, register_by_qr_code
from partner_center.platform.action import Action, Work


@Action.post("/invitations/{token}/qr/registrations", public=True, guide=["13.1.3/register_and_associate_mobile"], status=201)
def app(request: RegisterByQr, work: Work) -> Registered:
    return register_by_qr_code(request, work)
