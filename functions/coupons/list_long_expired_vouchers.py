"""The vouchers that expired more than two years ago (guide 10.4.6.1.2)."""

from partner_center.coupons import LONG_EXPIRED_VOUCHERS

app = LONG_EXPIRED_VOUCHERS.get(
    "/long-expired-vouchers",
    detail="{coupon_id}",
    allow="coupons.read",
    guide=["10.4.6.1.2/list_long_expired_vouchers", "12.3.6.2/list_long_expired_vouchers"],
)
