from .contracts import (
    BatchRecallVouchers as BatchRecallVouchers,
    GrantedQuota as GrantedQuota,
    GrantVoucherQuota as GrantVoucherQuota,
    IssuedVouchers as IssuedVouchers,
    IssueVouchers as IssueVouchers,
    OfVoucher as OfVoucher,
    RecalledVoucher as RecalledVoucher,
)
from .events import QuotaGranted as QuotaGranted, VoucherRecalled as VoucherRecalled, VouchersIssued as VouchersIssued
from .grant import grant_quota as grant_quota, grant_voucher_quota as grant_voucher_quota
from .issue import issue_vouchers as issue_vouchers
from .operation import CouponOperation as CouponOperation, OperationType as OperationType
from .quota import CouponQuota as CouponQuota, QuotaSource as QuotaSource, QuotaStatus as QuotaStatus, quota_key as quota_key
from .recall import (
    batch_recall_vouchers as batch_recall_vouchers,
    expire_voucher_quotas as expire_voucher_quotas,
    recall_expired_vouchers as recall_expired_vouchers,
    recall_voucher as recall_voucher,
)
from .showing import show_customer_vouchers as show_customer_vouchers
from .unlinking import recall_vouchers_of_unlinked as recall_vouchers_of_unlinked
from .use import deduct_vouchers as deduct_vouchers, load_usable_vouchers as load_usable_vouchers, return_to_voucher as return_to_voucher
from .views import (
    CUSTOMER_VOUCHERS as CUSTOMER_VOUCHERS,
    ISSUED_VOUCHERS as ISSUED_VOUCHERS,
    LONG_EXPIRED_VOUCHERS as LONG_EXPIRED_VOUCHERS,
    VOUCHER_OPERATIONS as VOUCHER_OPERATIONS,
    VOUCHER_QUOTAS as VOUCHER_QUOTAS,
    VOUCHERS_OF_CUSTOMER as VOUCHERS_OF_CUSTOMER,
)
from .voucher import (
    BillingScope as BillingScope,
    Voucher as Voucher,
    VoucherEnd as VoucherEnd,
    VoucherStatus as VoucherStatus,
    voucher_key as voucher_key,
)
