"""The versions of the whitelist, and what became of their files (guide 14.2.1.2)."""

from partner_center.coupons import WHITELIST_VERSIONS

app = WHITELIST_VERSIONS.get("/whitelist-versions", detail="{version_no}", allow="coupons.read", guide=["14.2.1.2/list_customer_whitelist"])
