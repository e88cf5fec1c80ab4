"""Choose the coupons that pay a part of an order (guide 13.5.2, 14.3.3)."""

from partner_center.orders import ChooseCoupons, ChosenCoupons, choose_order_coupons
from partner_center.platform.action import Action, Caller, Reach, Work


@Action.put("/own-orders/{order_no}/coupons", allow="orders.place", reach=Reach.MONEY)
def app(request: ChooseCoupons, caller: Caller, work: Work) -> ChosenCoupons:
    return choose_order_coupons(request, caller, work)
