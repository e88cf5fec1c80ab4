"""The log of voucher quotas passed on to resellers and taken back, of all quotas or one (guide 11.1.6, 11.3.6.1.4)."""

from partner_center.coupons import RESELLER_VOUCHER_QUOTA_OPERATIONS

app = RESELLER_VOUCHER_QUOTA_OPERATIONS.get(
    "/reseller-quota-operations",
    allow="coupons.read",
    guide=["11.1.6/list_reseller_quota_operations", "11.3.6.1.4/list_reseller_quota_operations"],
)
