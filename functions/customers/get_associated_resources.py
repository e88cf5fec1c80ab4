"""What is attached to a resource of a customer (guide 10.4.1.6, 11.3.1.6, 12.3.1.5)."""

from partner_center.customers import ASSOCIATED_RESOURCES

app = ASSOCIATED_RESOURCES.get(
    "/customers/{customer_id}/resources/{main_resource_id}/associated-resources",
    allow="customers.read",
    guide=[
        "10.4.1.6/get_associated_resources",
        "11.3.1.6/get_associated_resources",
        "12.3.1.5/get_associated_resources",
    ],
)
