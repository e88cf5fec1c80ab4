"""The log of vouchers that a reseller, or a former one, issued of a distributor's quotas (guide 11.3.6.1.4)."""

from partner_center.coupons import RESELLER_VOUCHER_OPERATIONS

app = RESELLER_VOUCHER_OPERATIONS.get(
    "/resellers/{reseller_id}/voucher-operations", allow="coupons.read", guide=["11.3.6.1.4/list_voucher_operations"]
)
