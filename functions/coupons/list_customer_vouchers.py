"""A customer's own vouchers (guide 13.5.1)."""

from partner_center.coupons import CUSTOMER_VOUCHERS

app = CUSTOMER_VOUCHERS.get("/customer-vouchers", allow="coupons.use", guide=["13.5.1/list_customer_vouchers"])
