"""A customer's own vouchers (guide 13.5.1)."""

from partner_center.coupons import CUSTOMER_VOUCHERS
from partner_center.platform.agency import BOTH

app = CUSTOMER_VOUCHERS.get("/customer-vouchers", allow="coupons.use", agents=BOTH, guide=["13.5.1/list_customer_vouchers"])
