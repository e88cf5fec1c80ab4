"""A customer's vouchers changed: let its figures say how many may be used (guide 10.4.1.1/r9)."""

from partner_center.coupons import show_customer_vouchers
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named("coupons.coupons_issued", "coupons.coupon_recalled", "coupons.coupons_used", guide=["10.4.1.1/get_customer_overview"])
def app(told: Told) -> None:
    show_customer_vouchers(told)
