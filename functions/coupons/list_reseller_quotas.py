"""The voucher quotas that a distributor passed on, also those it took back (guide 11.1.6, 11.3.6.1.2)."""

from partner_center.coupons import RESELLER_VOUCHER_QUOTAS

app = RESELLER_VOUCHER_QUOTAS.get(
    "/reseller-quotas",
    detail="{quota_id}",
    allow="coupons.read",
    guide=["11.1.6/list_reseller_quotas", "11.3.6.1.2/list_reseller_quotas"],
)
