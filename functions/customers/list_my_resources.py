"""The customer's own resources of all kinds."""

from partner_center.customers import MY_RESOURCES
from partner_center.platform.caller import Purpose

app = MY_RESOURCES.get(
    "/me/resources",
    detail="{resource_id}",
    allow="customers.associate",
    guide=[],
    agents=(Purpose.ORDER, Purpose.OPERATE),
)
