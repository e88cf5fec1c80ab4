"""Which orders have locked a customer's own coupon (guide 13.5.1)."""

from partner_center.coupons import CUSTOMER_COUPON_LOCKS
from partner_center.platform.agency import BOTH

app = CUSTOMER_COUPON_LOCKS.get(
    "/customer-coupons/{coupon_kind}/{coupon_id}/locks", allow="coupons.use", agents=BOTH, guide=["13.5.1/get_voucher_detail"]
)
