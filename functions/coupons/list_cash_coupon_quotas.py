"""The partner's quotas of cash coupons with their limits (guide 14.2.1.1)."""

from partner_center.coupons import CASH_COUPON_QUOTAS

app = CASH_COUPON_QUOTAS.get(
    "/cash-coupon-quotas",
    detail="{quota_id}",
    allow="coupons.read",
    guide=["14.2.1.1/list_cash_coupon_quotas", "14.2.1.1/get_cash_coupon_quota"],
)
