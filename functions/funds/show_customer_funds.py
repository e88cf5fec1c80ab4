"""A customer's funds changed: let its figures in the list say so (guide 10.4.1.1/r1, r3)."""

from partner_center.funds import show_customer_funds
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named(
    "funds.funds_adjusted", "orders.usage_charged", "orders.order_paid", "orders.order_refunded", guide=["10.4.1.1/list_customers"]
)
def app(told: Told) -> None:
    show_customer_funds(told)
