"""The coupons that a customer chose for an order, told by the order system (guide 13.5.2, 14.3.3)."""

from partner_center.coupons import ChooseOrderCoupons, OrderCouponsAnswer, choose_order_coupons
from partner_center.platform.action import Action, Reach, Work


@Action.put("/customers/{customer_id}/orders/{order_no}/coupons", allow="coupons.settle_orders", reach=Reach.MONEY)
def app(request: ChooseOrderCoupons, work: Work) -> OrderCouponsAnswer:
    return choose_order_coupons(request, work)
