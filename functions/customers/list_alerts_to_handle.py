"""The pending alerts of the customers for whom one is responsible (guide 10.4.5.1, 11.3.5.1, 12.3.5.1)."""

from partner_center.customers import ALERTS_TO_HANDLE

app = ALERTS_TO_HANDLE.get(
    "/pending-alerts",
    detail="{customer_id}/{alert_id}",
    allow="customers.service",
    guide=[
        "10.4.5.1/list_alerts_to_handle",
        "11.3.5.1/list_alerts_to_handle",
        "12.3.5.1/list_alerts_to_handle",
    ],
)
