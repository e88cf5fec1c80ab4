"""What a pick-up coupon paid and got back (guide 16.2.2.4)."""

from partner_center.coupons import PICKUP_USES

app = PICKUP_USES.get("/pickup-coupons/{coupon_id}/uses", allow="coupons.read", guide=["16.2.2.4/get_pickup_coupon_detail"])
