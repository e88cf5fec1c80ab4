"""The customers on the pick-up-coupon whitelist (guide 16.2.1)."""

from partner_center.coupons import PICKUP_WHITELIST

app = PICKUP_WHITELIST.get("/pickup-whitelist", detail="{customer_id}", allow="coupons.read", guide=["16.2.1/list_pickup_whitelist"])
