"""Customers' orders: own customers', or those of one of a distributor's resellers."""

from partner_center.orders import ORDERS

app = ORDERS.get(
    "/orders",
    detail="{order_no}",
    allow="orders.read",
    guide=[
        f"{section}/{action}"
        for section in ("10.4.3.2", "11.3.3.2", "12.3.3.2")
        for action in (
            "list_customer_orders",
            "get_customer_order",
            "export_customer_orders_current",
            "export_customer_orders_all",
        )
    ],
)
