"""What a cash coupon paid and got back (guide 14.2.1.4)."""

from partner_center.coupons import CASH_COUPON_USES

app = CASH_COUPON_USES.get("/cash-coupons/{coupon_id}/uses", allow="coupons.read", guide=["14.2.1.4/get_cash_coupon_detail"])
