"""An order was cancelled: its coupons are free again (guide 14.3.4)."""

from partner_center.coupons import OfOrder, OrderCouponsAnswer, release_order_coupons
from partner_center.platform.action import Action, Reach, Work


@Action.post("/customers/{customer_id}/orders/{order_no}/release", allow="coupons.settle_orders", reach=Reach.MONEY)
def app(request: OfOrder, work: Work) -> OrderCouponsAnswer:
    return release_order_coupons(request, work)
