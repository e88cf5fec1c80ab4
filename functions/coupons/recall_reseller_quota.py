"""Take back the whole rest of a reseller's voucher quota (guide 11.1.6, 11.3.6.1.3)."""

from partner_center.coupons import CouponKind, OfResellerQuota, RecalledResellerQuota, recall_reseller_quota
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/resellers/{reseller_id}/quotas/{quota_id}/recall",
    allow="coupons.take_back",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_VOUCHER_QUOTAS,
    guide=["11.1.6/recall_reseller_quota", "11.3.6.1.3/recall_reseller_quota"],
)
def app(request: OfResellerQuota, caller: Caller, work: Work) -> RecalledResellerQuota:
    return recall_reseller_quota(CouponKind.VOUCHER, request, caller, work)
