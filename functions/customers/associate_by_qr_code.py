"""Accept an invitation on a phone (guide 13.1.3)."""

from partner_center.customers import AssociateByQr, AssociationOutcome, associate_by_qr_code
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/invitations/{token}/qr/association",
    allow="customers.associate",
    guide=["13.1.3/login_and_associate_mobile", "13.1.3/register_and_associate_mobile"],
)
def app(request: AssociateByQr, caller: Caller, work: Work) -> AssociationOutcome:
    return associate_by_qr_code(request, caller, work)
