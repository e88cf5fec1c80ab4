"""Contacts of the customers of a reseller that entrusted its distributor (guide 19.9)."""

from partner_center.customers import ENTRUSTED_CUSTOMERS

app = ENTRUSTED_CUSTOMERS.get("/entrusted-customers", allow="customers.read", guide=[])
