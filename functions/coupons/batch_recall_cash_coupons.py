"""Recall several cash coupons, each on its own (guide 14.2.1.3)."""

from partner_center.coupons import BatchRecallCoupons, CouponKind, RecalledCoupon, batch_recall_coupons
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post(
    "/cash-coupon-recalls",
    allow="coupons.recall",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_CASH_COUPONS,
    guide=["14.2.1.3/batch_recall_cash_coupons"],
)
def app(request: BatchRecallCoupons, caller: Caller, work: Work) -> BatchAnswer[RecalledCoupon]:
    return batch_recall_coupons(CouponKind.CASH_COUPON, request, caller, work)
