"""Which of a customer's coupons can pay an order, the most each can, why the others cannot, and a choice (guide 13.5.2, 14.3.3)."""

from partner_center.coupons import CouponsForOrder, UsableCoupons, list_usable_coupons_for_order
from partner_center.platform.action import BOTH, Action, Caller, Work


@Action.get("/usable-coupons", allow="coupons.use", agents=BOTH, guide=["13.5.2/list_usable_coupons_for_order"])
def app(request: CouponsForOrder, caller: Caller, work: Work) -> UsableCoupons:
    return list_usable_coupons_for_order(request, caller, work)
