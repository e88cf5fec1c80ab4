"""A customer's on-demand resources, of the last month unless more is asked for (guide 10.4.1.6, 11.3.1.6, 12.3.1.5)."""

from partner_center.customers import ON_DEMAND_RESOURCES

app = ON_DEMAND_RESOURCES.get(
    "/customers/{customer_id}/on-demand-resources",
    detail="{resource_id}",
    allow="customers.read",
    guide=[
        "10.4.1.6/list_on_demand_resources",
        "10.4.1.6/get_resource_detail",
        "10.4.1.6/export_on_demand_resources",
        "10.4.1.1/list_customer_resources",
        "10.4.1.1/export_customer_resources",
        "11.3.1.6/list_on_demand_resources",
        "11.3.1.6/get_resource_detail",
        "11.3.1.6/export_on_demand_resources",
        "11.3.1.1/list_customer_resources",
        "11.3.1.1/export_customer_resources",
        "12.3.1.5/list_on_demand_resources",
        "12.3.1.5/get_resource_detail",
        "12.3.1.5/export_on_demand_resources",
        "12.3.1.1/list_customer_resources",
        "12.3.1.1/export_customer_resources",
    ],
)
