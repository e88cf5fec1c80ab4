"""The customers on the form of an issue, with the vouchers that each received of the quota (guide 12.3.6.2)."""

from partner_center.coupons import CouponKind, GetRecipients, RecipientTable, get_recipients
from partner_center.platform.action import Action, Caller, Work


@Action.get("/quotas/{quota_id}/recipients", allow="coupons.read", guide=["10.4.6.1.2/get_quota_limits", "12.3.6.2/get_quota_limits"])
def app(request: GetRecipients, caller: Caller, work: Work) -> RecipientTable:
    return get_recipients(CouponKind.VOUCHER, request, caller, work)
