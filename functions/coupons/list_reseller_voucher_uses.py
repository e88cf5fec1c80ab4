"""What a voucher of a reseller's customer paid and got back (guide 11.3.6.1.4)."""

from partner_center.coupons import RESELLER_VOUCHER_USES

app = RESELLER_VOUCHER_USES.get(
    "/resellers/{reseller_id}/vouchers/{coupon_id}/uses", allow="coupons.read", guide=["11.3.6.1.4/get_voucher"]
)
