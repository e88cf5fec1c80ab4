"""The log of pick-up coupons issued and recalled, of all quotas or one (guide 16.2.2.5)."""

from partner_center.coupons import PICKUP_OPERATIONS

app = PICKUP_OPERATIONS.get("/pickup-coupon-operations", allow="coupons.read", guide=["16.2.2.5/list_pickup_operations"])
