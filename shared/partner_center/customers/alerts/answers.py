"""What may be answered to an alert: exactly the guide's lists (10.4.5.1; 11.3.5.1 and 12.3.5.1 use the same)."""

from __future__ import annotations

from partner_center.kernel.labels import Labelled


class ChurnReason(Labelled):
    """Why a customer was lost (10.4.5.1/r4)."""

    PRODUCT_CAPABILITY = "product_capability", "产品能力不足", "The products cannot do it"
    NOT_COMPETITIVE = "not_competitive", "商务缺失竞争力", "The offer is not competitive"
    MOVED_TO_COMPETITOR = "moved_to_competitor", "客户业务已迁移至友商", "Moved to a competitor"
    BUSINESS_SUSPENDED = "business_suspended", "客户业务暂停", "The customer's business is suspended"
    SHORT_TERM_BUSINESS = "short_term_business", "客户部署的是短期业务", "It was a short-term business"
    OTHER = "other", "其他", "Other"


class NotChurnedFeedback(Labelled):
    """Why a customer is not lost (10.4.5.1/r5)."""

    BUSINESS_ADJUSTMENT = "business_adjustment", "业务调整、正常沟通", "Adjusts its business, talks go on"
    NEW_PURCHASE_SOON = "new_purchase_soon", "客户近期会有新购", "Will buy again soon"
    BUSINESS_SHRINKING = "business_shrinking", "客户业务萎缩", "Its business shrinks"
    NORMAL_FLUCTUATION = "normal_fluctuation", "客户消费正常波动", "Consumption fluctuates as usual"
    OTHER = "other", "其他", "Other"


class ResourceResult(Labelled):
    """What became of a resource alert (10.4.5.1/r6)."""

    RESOLVED = "resolved", "已解决", "Resolved"
    NO_ACTION = "no_action", "无需处理", "Nothing to do"
    OTHER = "other", "其他", "Other"
