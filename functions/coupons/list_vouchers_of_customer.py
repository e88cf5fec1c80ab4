"""The vouchers that a partner issued to one customer (guide 10.4.1.1/r20)."""

from partner_center.coupons import VOUCHERS_OF_CUSTOMER

app = VOUCHERS_OF_CUSTOMER.get("/customers/{customer_id}/vouchers", allow="coupons.read", guide=["10.4.1.1/list_customer_vouchers"])
