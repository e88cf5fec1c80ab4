"""A resource line of an order (订单资源明细, 10.4.3.3): what was bought until when, listed by the time at which the line ends."""

from __future__ import annotations

from partner_center.orders.order import CustomerOrder, OrderStatus, OrderType
from partner_center.platform.table import Choice, Instant, Place, Record, Text


class OrderResourceLine(Record, kind="order_resource_line"):
    """One line. It lies beside its order; what it shows of the order is kept behind the order's events (`following.py`).

    as_of: the order system's instant of what it told last of the line.
    """

    PLACE = Place("order/{order_no}", "line/{order_line_id}")
    OWNER = Place("partner/{partner_id}/order_line", "{line_expires_at}/{order_no}/{order_line_id}")

    order_no = Text()
    order_line_id = Text()
    partner_id = Text(null=True)
    distributor_id = Text(null=True)
    customer_id = Text()
    customer_name = Text()
    account_name = Text()
    product_type = Text()
    order_type = Choice(OrderType)
    order_status = Choice(OrderStatus)
    as_of = Instant(null=True)
    resource_id = Text(null=True)
    line_effective_at = Instant(null=True)
    line_expires_at = Instant(null=True)
    resource_effective_at = Instant(null=True)
    resource_expires_at = Instant(null=True)

    manager_name: str | None = None  # not kept here: who has the customer when the line is shown
    manager_account: str | None = None

    def of(self, order: CustomerOrder) -> bool:
        """Show what the order shows now; whether that is new."""
        shown = {
            "partner_id": order.partner_id,
            "distributor_id": order.distributor_id,
            "customer_id": order.customer_id,
            "customer_name": order.customer_name,
            "account_name": order.account_name,
            "order_type": order.order_type,
            "order_status": order.status,
        }
        changed = any(getattr(self, name) != value for name, value in shown.items())
        for name, value in shown.items():
            setattr(self, name, value)
        return changed


def lines_partition(order_no: str) -> str:
    """Where an order and its lines lie side by side."""
    return OrderResourceLine.partition(order_no=order_no)


LINES = "line/"  # how the lines' sort keys begin
