"""The partner's quotas of pick-up coupons with their limits (guide 16.2.2.1)."""

from partner_center.coupons import PICKUP_QUOTAS

app = PICKUP_QUOTAS.get(
    "/pickup-coupon-quotas", detail="{quota_id}", allow="coupons.read", guide=["16.2.2.1/list_pickup_quotas", "16.2.2.1/get_pickup_quota"]
)
