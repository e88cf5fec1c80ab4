"""Take back several resellers' voucher quotas, each on its own (guide 11.1.6, 11.3.6.1.3)."""

from partner_center.coupons import BatchRecallResellerQuota, CouponKind, RecalledResellerQuota, batch_recall_reseller_quota
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post(
    "/reseller-quota-recalls",
    allow="coupons.take_back",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_VOUCHER_QUOTAS,
    guide=["11.1.6/batch_recall_reseller_quota", "11.3.6.1.3/batch_recall_reseller_quota"],
)
def app(request: BatchRecallResellerQuota, caller: Caller, work: Work) -> BatchAnswer[RecalledResellerQuota]:
    return batch_recall_reseller_quota(CouponKind.VOUCHER, request, caller, work)
