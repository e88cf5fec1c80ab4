"""Issue vouchers from a quota to up to ten customers (guide 10.4.6.1.2)."""

from partner_center.coupons import IssuedVouchers, IssueVouchers, issue_vouchers
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/quotas/{quota_id}/vouchers",
    allow="coupons.issue",
    reach=Reach.MONEY,
    sensitive=Sensitive.ISSUE_VOUCHERS,
    status=201,
    guide=["10.4.6.1.2/issue_vouchers"],
)
def app(request: IssueVouchers, caller: Caller, work: Work) -> IssuedVouchers:
    return issue_vouchers(request, caller, work)
