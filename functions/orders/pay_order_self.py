"""Pay an order oneself, with coupons and what the partner allocated (guide 13.5.2, 13.6)."""

from partner_center.orders import PaidByCustomer, PayOrderSelf, pay_order_self
from partner_center.platform.action import Action, Caller, Reach, Work


@Action.post(
    "/own-orders/{order_no}/payment",
    allow="orders.place",
    reach=Reach.MONEY,
    guide=["13.6/pay_order_self", "13.5.2/pay_order"],
)
def app(request: PayOrderSelf, caller: Caller, work: Work) -> PaidByCustomer:
    return pay_order_self(request, caller, work)
