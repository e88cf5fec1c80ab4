"""Customers' orders: own customers', or those of one of a distributor's resellers."""

from partner_center.orders import ORDERS

app = ORDERS.get(
    "/orders",
    detail="{order_no}",
    allow="orders.read",
    guide=[
        "10.4.3.2/list_customer_orders",
        "10.4.3.2/get_customer_order",
        "10.4.3.2/export_customer_orders_current",
        "10.4.3.2/export_customer_orders_all",
        "11.3.3.2/list_customer_orders",
        "11.3.3.2/get_customer_order",
        "11.3.3.2/export_customer_orders_current",
        "11.3.3.2/export_customer_orders_all",
        "12.3.3.2/list_customer_orders",
        "12.3.3.2/get_customer_order",
        "12.3.3.2/export_customer_orders_current",
        "12.3.3.2/export_customer_orders_all",
    ],
)
