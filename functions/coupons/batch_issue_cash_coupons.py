"""Issue the same cash coupon to many whitelisted customers, each on its own (guide 14.2.1.2)."""

from partner_center.coupons import BatchIssueLimitedCoupons, CouponKind, IssuedCoupons, batch_issue_coupons
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post("/quotas/{quota_id}/cash-coupon-batches", allow="coupons.issue", reach=Reach.MONEY, sensitive=Sensitive.ISSUE_CASH_COUPONS)
def app(request: BatchIssueLimitedCoupons, caller: Caller, work: Work) -> BatchAnswer[IssuedCoupons]:
    return batch_issue_coupons(CouponKind.CASH_COUPON, request, caller, work)
