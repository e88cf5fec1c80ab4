"""The vouchers a partner issued: not expired, or expired within two years (guide 10.4.6.1.2)."""

from partner_center.coupons import ISSUED_VOUCHERS

app = ISSUED_VOUCHERS.get(
    "/vouchers",
    detail="{coupon_id}",
    allow="coupons.read",
    guide=["10.4.6.1.2/list_issued_vouchers", "10.4.6.1.2/get_voucher", "14.2.2.3/list_issued_vouchers"],
)
