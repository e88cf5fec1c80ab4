"""A customer's own pick-up coupons (guide 13.5.1, 16.2.2)."""

from partner_center.coupons import CUSTOMER_PICKUP_COUPONS
from partner_center.platform.agency import BOTH

app = CUSTOMER_PICKUP_COUPONS.get("/customer-pickup-coupons", detail="{coupon_id}", allow="coupons.use", agents=BOTH, guide=[])
