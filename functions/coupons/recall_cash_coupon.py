"""Recall the whole balance of a cash coupon (guide 14.2.1.3)."""

from partner_center.coupons import CouponKind, OfCoupon, RecalledCoupon, recall_coupon
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/cash-coupons/{coupon_id}/recall",
    allow="coupons.recall",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_CASH_COUPONS,
    guide=["14.2.1.3/recall_cash_coupon"],
)
def app(request: OfCoupon, caller: Caller, work: Work) -> RecalledCoupon:
    return recall_coupon(CouponKind.CASH_COUPON, request, caller, work)
