"""Resource lines of orders, by the time at which they end."""

from partner_center.orders import ORDER_LINES

app = ORDER_LINES.get(
    "/order-lines",
    allow="orders.read",
    guide=[
        "10.4.3.3/list_order_resource_lines",
        "10.4.3.3/export_order_resource_lines",
        "11.3.3.3/list_order_resource_lines",
        "11.3.3.3/export_order_resource_lines",
        "12.3.3.3/list_order_resource_lines",
        "12.3.3.3/export_order_resource_lines",
    ],
)
