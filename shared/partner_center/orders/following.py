"""What is shown of orders elsewhere follows them: their resource lines, and the numbers in the customer's overview (10.4.1.1, 10.4.3.3)."""

from __future__ import annotations

from partner_center.customers import bring_counter, listed_key
from partner_center.orders.events import OrderChanged
from partner_center.orders.order import CustomerOrder, OrderCount, order_count_key, order_key
from partner_center.orders.resource_line import LINES, OrderResourceLine, lines_partition
from partner_center.platform.work import Work


def follow_order(event: OrderChanged, work: Work) -> None:
    """Bring lines and numbers to what the order is now, whatever was told and however often."""
    order: CustomerOrder | None
    if event.partner_id:
        order, *_ = work.look(order_key(event.order_no), listed_key(event.partner_id, event.customer_id))
    else:
        order = work.get(order_key(event.order_no), or_none=True)
    if order is None:
        return
    for line in list(work.every(OrderResourceLine, lines_partition(event.order_no), begins=LINES)):
        if line.of(order):
            work.change(line)
    work.rely_on(order)
    if event.partner_id:
        _bring_numbers(work, event.partner_id, event.customer_id)


def _bring_numbers(work: Work, partner_id: str, customer_id: str) -> None:
    """The numbers are read after the line that shows them: whoever commits second read what is newer."""
    count: OrderCount | None = work.get(order_count_key(partner_id, customer_id), or_none=True)
    if count is not None:
        bring_counter(work, partner_id, customer_id, "orders_all", count.number("all"))
        bring_counter(work, partner_id, customer_id, "orders_unpaid", count.number("unpaid"))
