"""The cash coupons a partner issued: not expired, or expired within two years (guide 14.2.1.4)."""

from partner_center.coupons import ISSUED_CASH_COUPONS

app = ISSUED_CASH_COUPONS.get(
    "/cash-coupons",
    detail="{coupon_id}",
    allow="coupons.read",
    guide=["14.2.1.4/list_issued_cash_coupons", "14.2.1.4/get_cash_coupon_detail"],
)
