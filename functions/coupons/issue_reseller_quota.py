"""Pass a part of a voucher quota on to each of several resellers (guide 11.1.6, 11.3.6.1.2)."""

from partner_center.coupons import CouponKind, IssuedResellerQuotas, IssueResellerQuota, issue_reseller_quota
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/quotas/{quota_id}/reseller-quotas",
    allow="coupons.pass_on",
    reach=Reach.MONEY,
    sensitive=Sensitive.ISSUE_VOUCHER_QUOTAS,
    status=201,
    guide=["11.1.6/issue_reseller_quota", "11.3.6.1.2/issue_reseller_quota"],
)
def app(request: IssueResellerQuota, caller: Caller, work: Work) -> IssuedResellerQuotas:
    return issue_reseller_quota(CouponKind.VOUCHER, request, caller, work)
