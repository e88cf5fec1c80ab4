from .contracts import (
    AdjustQuota as AdjustQuota,
    BatchIssueLimitedCoupons as BatchIssueLimitedCoupons,
    BatchIssueVouchers as BatchIssueVouchers,
    BatchRecallCoupons as BatchRecallCoupons,
    GrantCouponQuota as GrantCouponQuota,
    GrantedQuota as GrantedQuota,
    GrantQuota as GrantQuota,
    IssueCoupons as IssueCoupons,
    IssuedCoupons as IssuedCoupons,
    IssueLimitedCoupons as IssueLimitedCoupons,
    IssueVouchers as IssueVouchers,
    OfCoupon as OfCoupon,
    QuotaState as QuotaState,
    RecalledCoupon as RecalledCoupon,
)
from .coupon import (
    BillingScope as BillingScope,
    Coupon as Coupon,
    CouponEnd as CouponEnd,
    CouponStatus as CouponStatus,
    OrderType as OrderType,
    coupon_key as coupon_key,
    key_of as key_of,
)
from .events import (
    CouponExpiring as CouponExpiring,
    CouponRecalled as CouponRecalled,
    CouponsIssued as CouponsIssued,
    CouponsUsed as CouponsUsed,
    QuotaExpiring as QuotaExpiring,
    QuotaGranted as QuotaGranted,
    QuotaRecalled as QuotaRecalled,
)
from .expiry import (
    expire_coupon_quotas as expire_coupon_quotas,
    recall_expired_coupons as recall_expired_coupons,
    warn_of_expiring_coupons as warn_of_expiring_coupons,
)
from .figures import count_quota_use as count_quota_use
from .grant import (
    adjust_quota as adjust_quota,
    grant_coupon_quota as grant_coupon_quota,
    grant_quota as grant_quota,
    grant_voucher_quota as grant_voucher_quota,
)
from .issue import batch_issue_coupons as batch_issue_coupons, issue_coupons as issue_coupons
from .issue_form import (
    GetRecipients as GetRecipients,
    RecipientTable as RecipientTable,
    get_recipients as get_recipients,
)
from .kinds import CouponKind as CouponKind
from .operation import CouponOperation as CouponOperation, OperationType as OperationType
from .quota import CouponQuota as CouponQuota, QuotaSource as QuotaSource, QuotaStatus as QuotaStatus, quota_key as quota_key
from .recall import batch_recall_coupons as batch_recall_coupons, recall_coupon as recall_coupon
from .redemption import (
    Charge as Charge,
    Offer as Offer,
    give_back as give_back,
    in_order as in_order,
    load_usable_coupons as load_usable_coupons,
    offers as offers,
    parts_of as parts_of,
    pay as pay,
    pay_usage as pay_usage,
    refuses_choice as refuses_choice,
)
from .reseller_quotas.contracts import (
    BatchRecallResellerQuota as BatchRecallResellerQuota,
    IssuedResellerQuotas as IssuedResellerQuotas,
    IssueResellerQuota as IssueResellerQuota,
    OfResellerQuota as OfResellerQuota,
    RecalledResellerQuota as RecalledResellerQuota,
)
from .reseller_quotas.operation import QuotaOperation as QuotaOperation
from .reseller_quotas.passing_on import (
    batch_recall_reseller_quota as batch_recall_reseller_quota,
    issue_reseller_quota as issue_reseller_quota,
    recall_quotas_of_former_reseller as recall_quotas_of_former_reseller,
    recall_reseller_quota as recall_reseller_quota,
)
from .reseller_quotas.views import (
    RESELLER_VOUCHER_OPERATIONS as RESELLER_VOUCHER_OPERATIONS,
    RESELLER_VOUCHER_QUOTA_OPERATIONS as RESELLER_VOUCHER_QUOTA_OPERATIONS,
    RESELLER_VOUCHER_QUOTAS as RESELLER_VOUCHER_QUOTAS,
    RESELLER_VOUCHER_USES as RESELLER_VOUCHER_USES,
    RESELLER_VOUCHERS as RESELLER_VOUCHERS,
)
from .returning import recall_coupons_of_unlinked as recall_coupons_of_unlinked
from .showing import show_customer_vouchers as show_customer_vouchers
from .views import (
    CUSTOMER_VOUCHERS as CUSTOMER_VOUCHERS,
    ISSUED_VOUCHERS as ISSUED_VOUCHERS,
    LONG_EXPIRED_VOUCHERS as LONG_EXPIRED_VOUCHERS,
    VOUCHER_OPERATIONS as VOUCHER_OPERATIONS,
    VOUCHER_QUOTAS as VOUCHER_QUOTAS,
    VOUCHER_USES as VOUCHER_USES,
    VOUCHERS_ISSUED_TODAY as VOUCHERS_ISSUED_TODAY,
    VOUCHERS_OF_CUSTOMER as VOUCHERS_OF_CUSTOMER,
)
