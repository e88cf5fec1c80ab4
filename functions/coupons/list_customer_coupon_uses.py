"""What a customer's own coupon paid and got back (guide 13.5.1, 14.3.1)."""

from partner_center.coupons import CUSTOMER_COUPON_USES
from partner_center.platform.agency import BOTH

app = CUSTOMER_COUPON_USES.get(
    "/customer-coupons/{coupon_kind}/{coupon_id}/uses",
    allow="coupons.use",
    agents=BOTH,
    guide=["13.5.1/get_voucher_detail", "14.3.1/get_customer_cash_coupon"],
)
