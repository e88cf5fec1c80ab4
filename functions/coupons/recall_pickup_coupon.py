"""Recall the whole balance of a pick-up coupon (guide 16.2.2.3)."""

from partner_center.coupons import CouponKind, OfCoupon, RecalledCoupon, recall_coupon
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/pickup-coupons/{coupon_id}/recall",
    allow="coupons.recall",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_PICKUP_COUPONS,
    guide=["16.2.2.3/recall_pickup_coupon"],
)
def app(request: OfCoupon, caller: Caller, work: Work) -> RecalledCoupon:
    return recall_coupon(CouponKind.PICKUP_COUPON, request, caller, work)
