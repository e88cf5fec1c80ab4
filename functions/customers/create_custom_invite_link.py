"""Create an invitation link with a label or for an account manager (guide 10.3.4.3)."""

from partner_center.customers import CreateCustomLink, Link, create_custom_invite_link
from partner_center.platform.action import Action, Caller, Work


@Action.post("/invitation-links", allow="customers.invite", guide=["10.3.4.3/create_custom_invite_link"], status=201)
def app(request: CreateCustomLink, caller: Caller, work: Work) -> Link:
    return create_custom_invite_link(request, caller, work)
