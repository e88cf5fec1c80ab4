"""The log of cash coupons issued and recalled, of all quotas or one (guide 14.2.1.5)."""

from partner_center.coupons import CASH_COUPON_OPERATIONS

app = CASH_COUPON_OPERATIONS.get("/cash-coupon-operations", allow="coupons.read", guide=["14.2.1.5/list_cash_coupon_operations"])
