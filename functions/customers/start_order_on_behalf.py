"""Act as a resale customer to order for it (guide 10.4.1.8, 11.3.1.8, 12.3.1.7)."""

from partner_center.customers import SessionStarted, StartSession, start_order_on_behalf
from partner_center.identity import ON_BEHALF_COMMITMENT
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/agency-sessions/orders",
    allow="customers.agency",
    agreement=ON_BEHALF_COMMITMENT,
    status=201,
    guide=["10.4.1.8/start_order_on_behalf", "11.3.1.8/start_order_on_behalf", "12.3.1.7/start_order_on_behalf"],
)
def app(request: StartSession, caller: Caller, work: Work) -> SessionStarted:
    return start_order_on_behalf(request, caller, work)
