"""The customers of a distributor's reseller: basic information (guide 10.4.1.1, 11.3.1.1)."""

from partner_center.customers import DISTRIBUTOR_CUSTOMERS

app = DISTRIBUTOR_CUSTOMERS.get(
    "/reseller-customers",
    allow="customers.read",
    guide=["10.4.1.1/list_distributor_customers", "11.3.1.1/list_distributor_customers"],
)
