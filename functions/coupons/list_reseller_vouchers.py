"""The vouchers of a reseller's customers, issued of a distributor's quotas (guide 11.3.6.1.4)."""

from partner_center.coupons import RESELLER_VOUCHERS

app = RESELLER_VOUCHERS.get(
    "/resellers/{reseller_id}/vouchers", detail="{coupon_id}", allow="coupons.read", guide=["11.3.6.1.4/get_voucher"]
)
