"""What a voucher paid and got back (guide 10.4.6.1.4, 11.3.6.1.4, 14.2.2.4)."""

from partner_center.coupons import VOUCHER_USES

app = VOUCHER_USES.get("/vouchers/{coupon_id}/uses", allow="coupons.read", guide=["14.2.2.4/get_voucher_detail_partner"])
