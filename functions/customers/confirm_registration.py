"""Prove the mobile of a registration by its code (guide 13.1.2)."""

from partner_center.customers import Confirmed, ConfirmRegistration, confirm_registration
from partner_center.platform.action import Action, Work


@Action.post(
    "/invitations/{token}/registrations/{account_name}/confirmation",
    public=True,
    guide=["13.1.2/register_and_associate"],
)
def app(request: ConfirmRegistration, work: Work) -> Confirmed:
    return confirm_registration(request, work)
