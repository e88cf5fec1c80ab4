"""Resource lines of orders, by the time at which they end."""

from partner_center.orders import ORDER_LINES

app = ORDER_LINES.get(
    "/order-lines",
    allow="orders.read",
    guide=[
        f"{section}/{action}"
        for section in ("10.4.3.3", "11.3.3.3", "12.3.3.3")
        for action in ("list_order_resource_lines", "export_order_resource_lines")
    ],
)
