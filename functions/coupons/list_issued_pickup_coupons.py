"""The pick-up coupons a partner issued: not expired, or expired within two years (guide 16.2.2.4)."""

from partner_center.coupons import ISSUED_PICKUP_COUPONS

app = ISSUED_PICKUP_COUPONS.get(
    "/pickup-coupons",
    detail="{coupon_id}",
    allow="coupons.read",
    guide=["16.2.2.4/list_issued_pickup_coupons", "16.2.2.4/get_pickup_coupon_detail"],
)
