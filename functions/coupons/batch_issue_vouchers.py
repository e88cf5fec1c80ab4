"""Issue the same voucher to many customers, each on its own (guide 10.4.6.1.2)."""

from partner_center.coupons import BatchIssueVouchers, CouponKind, IssuedCoupons, batch_issue_coupons
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post("/quotas/{quota_id}/voucher-batches", allow="coupons.issue", reach=Reach.MONEY, sensitive=Sensitive.ISSUE_VOUCHERS)
def app(request: BatchIssueVouchers, caller: Caller, work: Work) -> BatchAnswer[IssuedCoupons]:
    return batch_issue_coupons(CouponKind.VOUCHER, request, caller, work)
