"""Grant a partner a voucher quota (guide 10.4.6.1.1)."""

from partner_center.coupons import GrantedQuota, GrantQuota, grant_voucher_quota
from partner_center.platform.action import Action, Reach, Work


@Action.post(
    "/partners/{partner_id}/quotas", allow="coupons.grant", reach=Reach.MONEY, status=201, guide=["10.4.6.1.1/grant_voucher_quota"]
)
def app(request: GrantQuota, work: Work) -> GrantedQuota:
    return grant_voucher_quota(request, work)
