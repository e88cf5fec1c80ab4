"""The signed-in user's general invitation link, made when first asked for (guide 10.3.4.3)."""

from partner_center.customers import GetGeneralLink, Link, get_general_invite_link
from partner_center.platform.action import Action, Caller, Work


@Action.post("/invitation-links/general", allow="customers.invite", guide=["10.3.4.3/get_general_invite_link"])
def app(request: GetGeneralLink, caller: Caller, work: Work) -> Link:
    return get_general_invite_link(request, caller, work)
