"""The pick-up coupons that a partner's resale customers hold, whoever issued them (guide 10.4.6.2, 11.3.6.2, 12.3.1.1)."""

from partner_center.coupons import RESALE_PICKUP_COUPONS

app = RESALE_PICKUP_COUPONS.get(
    "/resale-pickup-coupons",
    detail="{coupon_id}",
    allow="coupons.read",
    guide=["10.4.6.2/list_pickup_vouchers", "10.4.6.2/get_pickup_voucher"],
)
