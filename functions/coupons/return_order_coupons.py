"""An order was unsubscribed: what its coupons paid comes back within five days (guide 14.3.4)."""

from partner_center.coupons import OrderCouponsAnswer, ReturnOrderCoupons, return_order_coupons
from partner_center.platform.action import Action, Reach, Work


@Action.post("/customers/{customer_id}/orders/{order_no}/return", allow="coupons.settle_orders", reach=Reach.MONEY)
def app(request: ReturnOrderCoupons, work: Work) -> OrderCouponsAnswer:
    return return_order_coupons(request, work)
