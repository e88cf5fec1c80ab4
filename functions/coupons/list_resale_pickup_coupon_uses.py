"""What a pick-up coupon of a partner's resale customer paid and got back (guide 10.4.6.2, 11.3.6.2)."""

from partner_center.coupons import RESALE_PICKUP_COUPON_USES

app = RESALE_PICKUP_COUPON_USES.get("/resale-pickup-coupons/{coupon_id}/uses", allow="coupons.read", guide=["10.4.6.2/get_pickup_voucher"])
