"""Cancel an order that is not paid (guide 13.6)."""

from partner_center.orders import OrderState, OwnOrder, cancel_order
from partner_center.platform.action import Action, Caller, Purpose, Reach, Work


@Action.post(
    "/own-orders/{order_no}/cancellation",
    allow="orders.place",
    reach=Reach.MONEY,
    agents=(Purpose.ORDER,),
    guide=["13.6/cancel_order"],
)
def app(request: OwnOrder, caller: Caller, work: Work) -> OrderState:
    return cancel_order(request, caller, work)
