"""Coupons: quotas, and the vouchers that partners issue from them to their customers (10.4.6, 13.5)."""

from partner_center.coupons import messages as messages
from partner_center.coupons.contracts import (
    BatchRecallVouchers,
    GrantedQuota,
    GrantVoucherQuota,
    IssuedVouchers,
    IssueVouchers,
    OfVoucher,
    RecalledVoucher,
)
from partner_center.coupons.events import QuotaGranted, VoucherRecalled, VouchersIssued
from partner_center.coupons.grant import grant_quota, grant_voucher_quota
from partner_center.coupons.issue import issue_vouchers
from partner_center.coupons.operation import CouponOperation, OperationType
from partner_center.coupons.quota import CouponQuota, QuotaSource, QuotaStatus, quota_key
from partner_center.coupons.recall import batch_recall_vouchers, expire_voucher_quotas, recall_expired_vouchers, recall_voucher
from partner_center.coupons.use import deduct_vouchers, load_usable_vouchers, return_to_voucher
from partner_center.coupons.views import CUSTOMER_VOUCHERS, ISSUED_VOUCHERS, LONG_EXPIRED_VOUCHERS, VOUCHER_OPERATIONS, VOUCHER_QUOTAS
from partner_center.coupons.voucher import BillingScope, Voucher, VoucherEnd, VoucherStatus, voucher_key

__all__ = [
    "CUSTOMER_VOUCHERS",
    "ISSUED_VOUCHERS",
    "LONG_EXPIRED_VOUCHERS",
    "VOUCHER_OPERATIONS",
    "VOUCHER_QUOTAS",
    "BatchRecallVouchers",
    "BillingScope",
    "CouponOperation",
    "CouponQuota",
    "GrantVoucherQuota",
    "GrantedQuota",
    "IssueVouchers",
    "IssuedVouchers",
    "OfVoucher",
    "OperationType",
    "QuotaGranted",
    "QuotaSource",
    "QuotaStatus",
    "RecalledVoucher",
    "Voucher",
    "VoucherEnd",
    "VoucherRecalled",
    "VoucherStatus",
    "VouchersIssued",
    "batch_recall_vouchers",
    "deduct_vouchers",
    "expire_voucher_quotas",
    "grant_quota",
    "grant_voucher_quota",
    "issue_vouchers",
    "load_usable_vouchers",
    "quota_key",
    "recall_expired_vouchers",
    "recall_voucher",
    "return_to_voucher",
    "voucher_key",
]
