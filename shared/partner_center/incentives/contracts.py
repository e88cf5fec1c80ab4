"""The words of incentives' API."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from partner_center.customers import AssociationType
from partner_center.incentives.bill import IncentiveBill, IncentiveBillStatus
from partner_center.incentives.method import PayoutMethod, PayoutStatus
from partner_center.incentives.policy import PolicyKind
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Id, Period, Remark, Request, Response, Time, field

if TYPE_CHECKING:
    from partner_center.incentives.auto import AutoPayoutSetting
    from partner_center.incentives.payout import IncentivePayout


class ListProductPolicies(Request):
    """Policies now, or as they were."""

    policy: PolicyKind | None = field("适用激励策略", "Policy", default=None)
    as_of: Time | None = field("查询时间", "As of", default=None)


class PolicyRow(Response):
    """One product category's policy. `product_category` `*` is every product without one of its own."""

    product_category: str
    product_category_code: str
    association_type: AssociationType
    policy: PolicyKind
    name_zh: str
    name_en: str
    rebate_ratio: Decimal
    explanation_zh: str
    explanation_en: str
    effective_from: Time


class PolicyList(Response):
    """The policies in force at an instant."""

    as_of: Time
    items: list[PolicyRow]


class ConfirmIncentiveBills(Request):
    """Confirm a month's incentive bills."""

    billing_period: Period = field("账期", "Billing period")


class RejectIncentiveBills(Request):
    """Reject a month's incentive bills."""

    billing_period: Period = field("账期", "Billing period")
    reason: Remark | None = field("驳回原因", "Reason", default=None)


class ReconciledBill(Response):
    """A bill after a step of reconciliation."""

    incentive_bill_id: str
    association_type: AssociationType
    status: IncentiveBillStatus
    incentive_amount: Money
    payable_amount: Money

    @classmethod
    def of(cls, bill: IncentiveBill) -> ReconciledBill:
        """From the record."""
        return cls(**{name: value for name, value in bill.fields().items() if name in cls.model_fields})


class ReconciledBills(Response):
    """A month's bills after a step of reconciliation."""

    billing_period: str
    items: list[ReconciledBill]


class ApplyIncentivePayout(Request):
    """Apply for payout; without ids for all open incentives that the method permits."""

    method: PayoutMethod = field("发放方式", "Payout method")
    incentive_bill_ids: list[Id] | None = field("激励账单", "Incentive bills", default=None, min_length=1, max_length=50, unique=True)


class PayoutMade(Response):
    """A payout after the application."""

    payout_no: str
    method: PayoutMethod
    status: PayoutStatus
    incentive_amount: Money
    incentive_bill_ids: list[str]
    reconciliation_periods: list[str]
    applied_at: Time

    @classmethod
    def of(cls, payout: IncentivePayout) -> PayoutMade:
        """From the record."""
        return cls(**{name: value for name, value in payout.fields().items() if name in cls.model_fields})


class SetAutoPayout(Request):
    """Automatic payout on or off, with the method of each kind of incentive."""

    enabled: bool = field("自动发放", "Automatic payout")
    method_a: PayoutMethod | None = field("顾问销售及历史代售的发放方式", "Method for consultative and former resale", default=None)
    method_b: PayoutMethod | None = field("新代售的发放方式", "Method for new resale", default=None)


class AutoPayoutState(Response):
    """The setting as it is."""

    enabled: bool = False
    method_a: PayoutMethod | None = None
    method_b: PayoutMethod | None = None

    @classmethod
    def of(cls, setting: AutoPayoutSetting | None) -> AutoPayoutState:
        """From the record; off where there is none."""
        if setting is None:
            return cls()
        return cls(enabled=setting.enabled, method_a=setting.method_a, method_b=setting.method_b)
