"""Issue vouchers from a quota to up to ten customers (guide 10.4.6.1.2, 14.2.2.2)."""

from partner_center.coupons import CouponKind, IssuedCoupons, IssueVouchers, issue_coupons
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/quotas/{quota_id}/vouchers",
    allow="coupons.issue",
    reach=Reach.MONEY,
    sensitive=Sensitive.ISSUE_VOUCHERS,
    status=201,
    guide=["10.4.6.1.2/issue_vouchers", "14.2.2.2/issue_vouchers"],
)
def app(request: IssueVouchers, caller: Caller, work: Work) -> IssuedCoupons:
    return issue_coupons(CouponKind.VOUCHER, request, caller, work)
