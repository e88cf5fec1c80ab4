"""Recall several vouchers, each on its own (guide 10.4.6.1.3, 14.2.2.3)."""

from partner_center.coupons import BatchRecallCoupons, CouponKind, RecalledCoupon, batch_recall_coupons
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post(
    "/voucher-recalls",
    allow="coupons.recall",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_VOUCHERS,
    guide=["10.4.6.1.3/batch_recall_vouchers", "14.2.2.3/batch_recall_vouchers"],
)
def app(request: BatchRecallCoupons, caller: Caller, work: Work) -> BatchAnswer[RecalledCoupon]:
    return batch_recall_coupons(CouponKind.VOUCHER, request, caller, work)
