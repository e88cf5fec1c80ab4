"""Keep resource lines and the customer's counters as the orders are (guide 10.4.1.1, 10.4.3.3)."""

from partner_center.orders import OrderChanged, follow_order
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(OrderChanged)
def app(event: OrderChanged, work: Work) -> None:
    follow_order(event, work)
