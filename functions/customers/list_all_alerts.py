"""All alerts of the partner's customers (guide 10.4.5.2, 11.3.5.2, 12.3.5.2)."""

from partner_center.customers import ALERTS

app = ALERTS.get(
    "/alerts",
    detail="{customer_id}/{alert_id}",
    allow="customers.read",
    guide=[
        "10.4.5.2/list_all_alerts",
        "11.3.5.2/list_all_alerts",
        "12.3.5.2/list_all_alerts",
    ],
)
