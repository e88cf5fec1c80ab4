"""A customer's savings plans (guide 10.4.1.1, tab 资源)."""

from partner_center.customers import SAVINGS_PLANS

app = SAVINGS_PLANS.get(
    "/customers/{customer_id}/savings-plans",
    detail="{resource_id}",
    allow="customers.read",
    guide=[
        "10.4.1.1/list_customer_resources",
        "10.4.1.1/export_customer_resources",
        "11.3.1.1/list_customer_resources",
        "11.3.1.1/export_customer_resources",
        "12.3.1.1/list_customer_resources",
        "12.3.1.1/export_customer_resources",
    ],
)
