"""The rows of a version's file that were not listed, and why (guide 14.2.1.2)."""

from partner_center.coupons import WHITELIST_REJECTS

app = WHITELIST_REJECTS.get("/whitelist-versions/{version_no}/rejects", allow="coupons.read", guide=["14.2.1.2/import_customer_whitelist"])
