"""The files of resources that were delivered, and how far each is."""

from partner_center.customers import INVENTORY_FILES

app = INVENTORY_FILES.get(
    "/inventory-files",
    allow="customers.feed",
    guide=[],
)
