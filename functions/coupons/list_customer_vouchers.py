"""A customer's own vouchers (guide 13.5.1, 14.3.2)."""

from partner_center.coupons import CUSTOMER_VOUCHERS
from partner_center.platform.agency import BOTH

app = CUSTOMER_VOUCHERS.get(
    "/customer-vouchers",
    detail="{coupon_id}",
    allow="coupons.use",
    agents=BOTH,
    guide=["13.5.1/list_customer_vouchers", "13.5.1/get_voucher_detail"],
)
