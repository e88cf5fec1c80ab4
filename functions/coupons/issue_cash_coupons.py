"""Issue cash coupons from a quota to up to ten whitelisted customers (guide 14.2.1.2)."""

from partner_center.coupons import CouponKind, IssuedCoupons, IssueLimitedCoupons, issue_coupons
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/quotas/{quota_id}/cash-coupons",
    allow="coupons.issue",
    reach=Reach.MONEY,
    sensitive=Sensitive.ISSUE_CASH_COUPONS,
    status=201,
    guide=["14.2.1.2/issue_cash_coupons"],
)
def app(request: IssueLimitedCoupons, caller: Caller, work: Work) -> IssuedCoupons:
    return issue_coupons(CouponKind.CASH_COUPON, request, caller, work)
