"""The changed prices of an order (guide 10.4.3.2, 11.3.3.2, 12.3.3.2)."""

from partner_center.orders import OfOrderNo, PriceAdjustments, list_order_price_adjustments
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/orders/{order_no}/price-adjustments",
    allow="orders.read",
    guide=["10.4.3.2/list_order_price_adjustments", "11.3.3.2/list_order_price_adjustments", "12.3.3.2/list_order_price_adjustments"],
)
def app(request: OfOrderNo, caller: Caller, work: Work) -> PriceAdjustments:
    return list_order_price_adjustments(request, caller, work)
