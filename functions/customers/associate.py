"""Accept an invitation as the signed-in customer (guide 13.1.2)."""

from partner_center.customers import Associate, AssociationOutcome, associate
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/invitations/{token}/association",
    allow="customers.associate",
    guide=[
        "13.1.2/login_and_associate",
        "13.1.2/activate_and_associate",
        "10.3.4.4/record_association_result",
        "10.3.4.3/assign_cm_on_association",
    ],
)
def app(request: Associate, caller: Caller, work: Work) -> AssociationOutcome:
    return associate(request, caller, work)
