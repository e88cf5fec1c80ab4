"""The customers of one version of the whitelist (guide 14.2.1.2)."""

from partner_center.coupons import WHITELIST_CUSTOMERS

app = WHITELIST_CUSTOMERS.get(
    "/whitelist-versions/{version_no}/customers", allow="coupons.read", guide=["14.2.1.2/list_customer_whitelist"]
)
