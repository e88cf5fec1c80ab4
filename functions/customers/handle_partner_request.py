"""The customer agrees to its partner's unlink or switch, or refuses it (guide 13.2, 10.4.1.5)."""

from partner_center.customers import ApplicationState, HandleRequest, handle_partner_request
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.post(
    "/own-association/decision",
    allow="customers.associate",
    guide=["13.2/handle_partner_request", "10.4.1.5/customer_confirm_switch", "10.4.1.5/customer_decide_unlink"],
    sensitive=Sensitive.HANDLE_PARTNER_REQUEST,
)
def app(request: HandleRequest, caller: Caller, work: Work) -> ApplicationState:
    return handle_partner_request(request, caller, work)
