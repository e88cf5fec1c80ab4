"""A customer's own cash coupons (guide 14.3.1)."""

from partner_center.coupons import CUSTOMER_CASH_COUPONS
from partner_center.platform.agency import BOTH

app = CUSTOMER_CASH_COUPONS.get(
    "/customer-cash-coupons",
    detail="{coupon_id}",
    allow="coupons.use",
    agents=BOTH,
    guide=["14.3.1/list_customer_cash_coupons", "14.3.1/get_customer_cash_coupon"],
)
