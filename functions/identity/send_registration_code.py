"""Send the code of a registration again."""

from partner_center.identity import RegistrationRef, send_registration_code
from partner_center.platform.action import Action, Work
from partner_center.platform.contracts import Nothing


@Action.post("/accounts/{registration_id}/codes", public=True)
def app(request: RegistrationRef, work: Work) -> Nothing:
    return send_registration_code(request, work)
