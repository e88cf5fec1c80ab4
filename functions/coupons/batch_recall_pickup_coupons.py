"""Recall several pick-up coupons, each on its own (guide 16.2.2.3)."""

from partner_center.coupons import BatchRecallCoupons, CouponKind, RecalledCoupon, batch_recall_coupons
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post(
    "/pickup-coupon-recalls",
    allow="coupons.recall",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_PICKUP_COUPONS,
    guide=["16.2.2.3/batch_recall_pickup_coupons"],
)
def app(request: BatchRecallCoupons, caller: Caller, work: Work) -> BatchAnswer[RecalledCoupon]:
    return batch_recall_coupons(CouponKind.PICKUP_COUPON, request, caller, work)
