"""Pick-up coupons changed: note what their holders can use and show it to their partners (guide 10.4.6.2, 10.4.1.1/r9, 12.3.1.1/r4)."""

from partner_center.coupons import follow_pickup_coupons
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named("coupons.coupons_issued", "coupons.coupon_recalled", "coupons.coupons_used", guide=["10.4.1.1/get_customer_overview"])
def app(told: Told) -> None:
    follow_pickup_coupons(told)
