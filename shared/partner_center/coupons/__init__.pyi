from .bringing_back import bring_back_coupons as bring_back_coupons
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
    WhitelistImported as WhitelistImported,
    WhitelistVersionRead as WhitelistVersionRead,
)
from .expiry import (
    expire_coupon_quotas as expire_coupon_quotas,
    recall_expired_coupons as recall_expired_coupons,
    warn_of_expiring_coupons as warn_of_expiring_coupons,
)
from .figures import count_quota_use as count_quota_use
from .government.views import (
    CASH_COUPON_OPERATIONS as CASH_COUPON_OPERATIONS,
    CASH_COUPON_QUOTAS as CASH_COUPON_QUOTAS,
    CASH_COUPON_USES as CASH_COUPON_USES,
    ISSUED_CASH_COUPONS as ISSUED_CASH_COUPONS,
    ISSUED_PICKUP_COUPONS as ISSUED_PICKUP_COUPONS,
    PICKUP_OPERATIONS as PICKUP_OPERATIONS,
    PICKUP_QUOTAS as PICKUP_QUOTAS,
    PICKUP_USES as PICKUP_USES,
    PICKUP_WHITELIST as PICKUP_WHITELIST,
    WHITELIST_CUSTOMERS as WHITELIST_CUSTOMERS,
    WHITELIST_REJECTS as WHITELIST_REJECTS,
    WHITELIST_VERSIONS as WHITELIST_VERSIONS,
)
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
from .lock import CouponLock as CouponLock, LockState as LockState
from .operation import CouponOperation as CouponOperation, OperationType as OperationType
from .order_coupons import (
    CouponOrder as CouponOrder,
    OrderCoupons as OrderCoupons,
    OrderCouponState as OrderCouponState,
    OrderPart as OrderPart,
    ReturnedPart as ReturnedPart,
    order_coupons_key as order_coupons_key,
    refuses_return as refuses_return,
)
from .order_payment import (
    COUPONS_PER_ORDER as COUPONS_PER_ORDER,
    give_back_for_order as give_back_for_order,
    lock_coupons as lock_coupons,
    pay_with_locked_coupons as pay_with_locked_coupons,
    release_coupons as release_coupons,
)
from .own.views import (
    CUSTOMER_CASH_COUPONS as CUSTOMER_CASH_COUPONS,
    CUSTOMER_COUPON_LOCKS as CUSTOMER_COUPON_LOCKS,
    CUSTOMER_COUPON_USES as CUSTOMER_COUPON_USES,
    CUSTOMER_PICKUP_COUPONS as CUSTOMER_PICKUP_COUPONS,
)
from .pickup_whitelist import (
    PickupWhitelistEntry as PickupWhitelistEntry,
    create_whitelist_entry as create_whitelist_entry,
    delete_whitelist_entry as delete_whitelist_entry,
    invalidate_whitelist_entries as invalidate_whitelist_entries,
)
from .pickups.holding import (
    CustomerPickups as CustomerPickups,
    PickupHolding as PickupHolding,
    follow_association_of_pickups as follow_association_of_pickups,
    follow_pickup_coupons as follow_pickup_coupons,
)
from .pickups.views import (
    RESALE_PICKUP_COUPON_USES as RESALE_PICKUP_COUPON_USES,
    RESALE_PICKUP_COUPONS as RESALE_PICKUP_COUPONS,
)
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
from .subsidy_whitelist import (
    SubsidyWhitelist as SubsidyWhitelist,
    WhitelistEntry as WhitelistEntry,
    WhitelistLine as WhitelistLine,
    WhitelistReject as WhitelistReject,
    WhitelistVersion as WhitelistVersion,
    search_whitelist_customers as search_whitelist_customers,
    set_whitelist_validity as set_whitelist_validity,
)
from .usable_for_order import (
    CouponsForOrder as CouponsForOrder,
    UsableCoupons as UsableCoupons,
    list_usable_coupons_for_order as list_usable_coupons_for_order,
    suggest as suggest,
)
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
from .whitelist_contracts import (
    CreateWhitelistEntry as CreateWhitelistEntry,
    EntryDeleted as EntryDeleted,
    ImportedWhitelist as ImportedWhitelist,
    ImportWhitelist as ImportWhitelist,
    ListedEntry as ListedEntry,
    OfWhitelistEntry as OfWhitelistEntry,
    SearchWhitelist as SearchWhitelist,
    SetWhitelistValidity as SetWhitelistValidity,
    WhitelistHits as WhitelistHits,
    WhitelistState as WhitelistState,
)
from .whitelist_import import (
    import_customer_whitelist as import_customer_whitelist,
    read_customer_whitelist as read_customer_whitelist,
)
