"""Begin or end the vendor's adjusting of a quota (guide 11.1.6)."""

from partner_center.coupons import AdjustQuota, QuotaState, adjust_quota
from partner_center.platform.action import Action, Work


@Action.put("/partners/{partner_id}/coupon-quotas/{quota_id}/adjusting", allow="coupons.grant")
def app(request: AdjustQuota, work: Work) -> QuotaState:
    return adjust_quota(request, work)
