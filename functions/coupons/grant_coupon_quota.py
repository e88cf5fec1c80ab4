"""Grant a partner a quota of any kind of coupons (guide 14.2.1.1, 16.2.2.1)."""

from partner_center.coupons import GrantCouponQuota, GrantedQuota, grant_coupon_quota
from partner_center.platform.action import Action, Reach, Work


@Action.post(
    "/partners/{partner_id}/coupon-quotas",
    allow="coupons.grant",
    reach=Reach.MONEY,
    status=201,
    guide=["14.2.1.1/grant_coupon_quota"],
)
def app(request: GrantCouponQuota, work: Work) -> GrantedQuota:
    return grant_coupon_quota(request, work)
