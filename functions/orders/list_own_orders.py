"""The customer's own orders."""

from partner_center.orders import OWN_ORDERS
from partner_center.platform.caller import Purpose

app = OWN_ORDERS.get("/own-orders", detail="{order_no}", allow="orders.place", guide=[], agents=(Purpose.ORDER,))
