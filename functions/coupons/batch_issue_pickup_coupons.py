"""Issue the same pick-up coupon to many whitelisted customers, each on its own (guide 16.2.2.2)."""

from partner_center.coupons import BatchIssueLimitedCoupons, CouponKind, IssuedCoupons, batch_issue_coupons
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post("/quotas/{quota_id}/pickup-coupon-batches", allow="coupons.issue", reach=Reach.MONEY, sensitive=Sensitive.ISSUE_PICKUP_COUPONS)
def app(request: BatchIssueLimitedCoupons, caller: Caller, work: Work) -> BatchAnswer[IssuedCoupons]:
    return batch_issue_coupons(CouponKind.PICKUP_COUPON, request, caller, work)
