"""The log of vouchers issued and recalled, of all quotas or one (guide 10.4.6.1.4)."""

from partner_center.coupons import VOUCHER_OPERATIONS

app = VOUCHER_OPERATIONS.get(
    "/operations", allow="coupons.read", guide=["10.4.6.1.4/list_voucher_operations", "14.2.2.5/list_voucher_operations"]
)
