"""A customer has become a reseller partner: its entries on pick-up-coupon whitelists are invalid (guide 16.2.1)."""

from partner_center.coupons import invalidate_whitelist_entries
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named("customers.customer_became_partner", guide=["16.2.1/invalidate_whitelist_entries"])
def app(told: Told) -> None:
    invalidate_whitelist_entries(told)
