"""The alerts of one customer, behind the counters of its overview (guide 10.4.1.1/r20)."""

from partner_center.customers import CUSTOMER_ALERTS

app = CUSTOMER_ALERTS.get(
    "/customers/{customer_id}/alerts",
    detail="{alert_id}",
    allow="customers.read",
    guide=[],
)
