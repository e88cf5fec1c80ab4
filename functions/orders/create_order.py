"""Order a product (guide 13.7)."""

from partner_center.orders import CreateOrder, OrderState, create_order
from partner_center.platform.action import Action, Caller, Purpose, Work


@Action.post("/own-orders", allow="orders.place", agents=(Purpose.ORDER,), guide=["13.7/create_order"], status=201)
def app(request: CreateOrder, caller: Caller, work: Work) -> OrderState:
    return create_order(request, caller, work)
