"""Usage was charged: keep a customer's months, products and figures in the list (guide 10.4.1.1)."""

from partner_center.customers import keep_customer_consumption
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named("orders.usage_charged", guide=["10.4.1.1/get_customer_overview"])
def app(told: Told) -> None:
    keep_customer_consumption(told)
