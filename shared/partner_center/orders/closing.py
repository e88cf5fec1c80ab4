"""Orders that nobody paid in time are closed, and what coupons had locked for them is free (14.3.4/r3)."""

from __future__ import annotations

from partner_center.orders.book import OrderBook
from partner_center.orders.order import CancelReason, CustomerOrder
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


def close_unpaid_orders(run: Run) -> None:
    """Close every order whose time to be paid is over; an order that was paid meanwhile, or got more time, is left alone."""
    run.each(run.due(CustomerOrder), _close)


def _close(due: CustomerOrder, work: Work) -> bool:
    book = OrderBook.find(work, due.order_no)
    if book is None or book.order.closes_at is None or work.now < book.order.closes_at:
        return False
    book.cancelled(CancelReason.UNPAID, work.now)
    return True
