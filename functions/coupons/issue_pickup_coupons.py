"""Issue pick-up coupons from a quota to up to ten whitelisted customers (guide 16.2.2.2)."""

from partner_center.coupons import CouponKind, IssuedCoupons, IssueLimitedCoupons, issue_coupons
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/quotas/{quota_id}/pickup-coupons",
    allow="coupons.issue",
    reach=Reach.MONEY,
    sensitive=Sensitive.ISSUE_PICKUP_COUPONS,
    status=201,
    guide=["16.2.2.2/issue_pickup_coupons"],
)
def app(request: IssueLimitedCoupons, caller: Caller, work: Work) -> IssuedCoupons:
    return issue_coupons(CouponKind.PICKUP_COUPON, request, caller, work)
