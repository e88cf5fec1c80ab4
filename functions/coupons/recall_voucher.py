"""Recall the whole balance of a voucher (guide 10.4.6.1.3, 14.2.2.3)."""

from partner_center.coupons import CouponKind, OfCoupon, RecalledCoupon, recall_coupon
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/vouchers/{coupon_id}/recall",
    allow="coupons.recall",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_VOUCHERS,
    guide=["10.4.6.1.3/recall_voucher", "14.2.2.3/recall_voucher"],
)
def app(request: OfCoupon, caller: Caller, work: Work) -> RecalledCoupon:
    return recall_coupon(CouponKind.VOUCHER, request, caller, work)
