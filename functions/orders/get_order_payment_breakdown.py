"""How a completed order was paid (guide 10.4.3.2, 11.3.3.2, 12.3.3.2)."""

from partner_center.orders import OfOrderNo, PaymentBreakdown, get_order_payment_breakdown
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/orders/{order_no}/payment-breakdown",
    allow="orders.read",
    guide=["10.4.3.2/get_order_payment_breakdown", "11.3.3.2/get_order_payment_breakdown", "12.3.3.2/get_order_payment_breakdown"],
)
def app(request: OfOrderNo, caller: Caller, work: Work) -> PaymentBreakdown:
    return get_order_payment_breakdown(request, caller, work)
