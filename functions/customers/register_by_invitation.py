"""Sign up by invitation; a code goes to the mobile (guide 13.1.2)."""

from partner_center.customers import Register, Registered, register_by_invitation
from partner_center.platform.action import Action, Work


@Action.post("/invitations/{token}/registrations", public=True, guide=["13.1.2/register_and_associate"], status=201)
def app(request: Register, work: Work) -> Registered:
    return register_by_invitation(request, work)
