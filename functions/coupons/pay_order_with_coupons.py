"""An order is paid: its locked coupons pay their part, the order system takes the rest (guide 13.5.2, 14.3.3)."""

from partner_center.coupons import OfOrder, OrderCouponsAnswer, pay_order_with_coupons
from partner_center.platform.action import Action, Reach, Work


@Action.post(
    "/customers/{customer_id}/orders/{order_no}/payment",
    allow="coupons.settle_orders",
    reach=Reach.MONEY,
    guide=["13.5.2/pay_order"],
)
def app(request: OfOrder, work: Work) -> OrderCouponsAnswer:
    return pay_order_with_coupons(request, work)
