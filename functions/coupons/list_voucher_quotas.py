"""The partner's voucher quotas with their limits (guide 10.4.6.1.1)."""

from partner_center.coupons import VOUCHER_QUOTAS

app = VOUCHER_QUOTAS.get(
    "/quotas",
    detail="{quota_id}",
    allow="coupons.read",
    guide=[
        "10.4.6.1.1/list_voucher_quotas",
        "10.4.6.1.1/get_voucher_quota",
        "10.4.6.1.2/get_quota_limits",
        "12.3.6.1/list_voucher_quotas",
        "14.2.2.1/list_voucher_quotas",
        "14.2.2.1/get_voucher_quota",
    ],
)
