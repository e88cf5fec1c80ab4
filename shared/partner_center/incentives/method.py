"""How incentives are paid out, and which incentives may be paid how (10.7.4.2/r1, r15, r16, r28, r29; 10.7.4.5/r10-r12)."""

from __future__ import annotations

from partner_center.kernel.labels import Labelled


class PayoutMethod(Labelled):
    """The four ways of a payout."""

    COUPON_QUOTA = "coupon_quota", "转代金券额度", "Coupon quota"
    BANK_TRANSFER = "bank_transfer", "银行转账付款", "Bank transfer"
    CLOUD_ACCOUNT = "cloud_account", "返华为云账户", "Cloud account"
    CLOUD_ACCOUNT_OWED_INVOICE = "cloud_account_owed_invoice", "返华为云账户-记欠票", "Cloud account with owed invoice"

    @property
    def is_immediate(self) -> bool:
        """Paid at once, without an invoice from the partner (10.7.4.2/r3, r20, r21)."""
        return self in {PayoutMethod.COUPON_QUOTA, PayoutMethod.CLOUD_ACCOUNT_OWED_INVOICE}

    @property
    def needs_threshold(self) -> bool:
        """Paid automatically only from a total on (10.7.4.2/r27, r36)."""
        return not self.is_immediate


class PayoutStatus(Labelled):
    """The steps of a payout (glossary part 2: the one chain in which the vendor pays a partner), as far as incentives go today."""

    PENDING_APPLICATION = "pending_application", "待提交申请", "Pending application"
    SLIP_PENDING = "slip_pending", "申请处理中", "Application processing"
    PAID = "paid", "已完成", "Completed"
    EXPIRED = "expired", "自动失效", "Lapsed"


class IncentiveGroup(Labelled):
    """Incentives that may be paid by the same methods."""

    CONSULTATIVE_AND_FORMER_RESALE = "a", "顾问销售及历史代售", "Consultative, and resale before the boundary"
    NEW_RESALE = "b", "新代售", "Resale from the boundary on"


METHODS: dict[IncentiveGroup, frozenset[PayoutMethod]] = {
    IncentiveGroup.CONSULTATIVE_AND_FORMER_RESALE: frozenset(
        {PayoutMethod.BANK_TRANSFER, PayoutMethod.COUPON_QUOTA, PayoutMethod.CLOUD_ACCOUNT}
    ),
    IncentiveGroup.NEW_RESALE: frozenset({PayoutMethod.COUPON_QUOTA, PayoutMethod.CLOUD_ACCOUNT_OWED_INVOICE}),
}
