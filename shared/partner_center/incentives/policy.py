"""Product incentive policies and the terms of incentives: versioned data, read as of an instant (10.7.1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from partner_center.customers import AssociationType
from partner_center.kernel import clock, effective
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.money import Money

_PACKAGE = "partner_center.incentives"
EVERY_PRODUCT = "*"
EIGHT_DECIMALS = Decimal("0.00000001")


class PolicyKind(Labelled):
    """What a product's consumption is worth to the partner."""

    STANDARD = "standard", "标准产品", "Standard product"
    PERFORMANCE_WITHOUT_REBATE = "performance_without_rebate", "有业绩无返点", "Performance without rebate"
    NEITHER = "neither", "无业绩无返点", "Neither performance nor rebate"


@dataclass(frozen=True)
class Policy:
    """What a product of a kind of customer earns. `rebate_ratio` 0.15 = 15 %."""

    code: str
    product_type: str
    association_type: AssociationType
    kind: PolicyKind
    name: Label
    rebate_ratio: Decimal
    explanation: Label
    effective_from: datetime

    @classmethod
    def of(cls, row: effective.Row) -> Policy:
        """A policy from its row in data/policies.json."""
        return cls(
            row["code"],
            row["product_type"],
            AssociationType(row["association_type"]),
            PolicyKind(row["policy"]),
            Label(**row["name"]),
            Decimal(row["rebate_ratio"]),
            Label(**row["explanation"]),
            clock.instant(row["effective_from"]),
        )

    def incentive_on(self, performance: Money) -> Money:
        """The incentive of one detail: performance by the ratio, at 8 decimals, half up (10.7.3.2/r1)."""
        exact = performance * self.rebate_ratio
        return Money(exact.amount.quantize(EIGHT_DECIMALS, rounding=ROUND_HALF_UP), exact.currency)


@dataclass(frozen=True)
class Terms:
    """What the business sets for all incentives: limits and spans that the guide leaves open or calls configurable."""

    new_resale_from: datetime  # resale incentives generated from then on are new (10.7.4.2 OPEN: 2023-10-01, that day included)
    valid_months: int  # how long an incentive may be applied for (10.7.4.2 OPEN)
    auto_payout_after_days: int  # 10.7.4.2/r26
    auto_payout_threshold: Money  # 10.7.4.2/r27
    quota_valid_months: int  # of a coupon quota an incentive was turned into (OPEN)
    owed_invoice_tax_rate: Decimal  # 10.7.4.5/r5


def terms_at(at: datetime) -> Terms:
    """The terms in force."""
    row = effective.in_force(_PACKAGE, "terms", at)
    return Terms(
        clock.instant(row["new_resale_from"]),
        row["valid_months"],
        row["auto_payout_after_days"],
        Money.of(row["auto_payout_threshold"]),
        row["quota_valid_months"],
        Decimal(row["owed_invoice_tax_rate"]),
    )


def policy_of(association_type: AssociationType, product_type: str, at: datetime) -> Policy:
    """The policy in force for a product: its own where there is one, otherwise that of every product."""
    row = effective.find_in_force(_PACKAGE, "policies", at, association_type=association_type.value, product_type=product_type)
    return Policy.of(
        row or effective.in_force(_PACKAGE, "policies", at, association_type=association_type.value, product_type=EVERY_PRODUCT)
    )


def policies_at(at: datetime) -> list[Policy]:
    """Every product's policy in force at an instant."""
    pairs = {(row["association_type"], row["product_type"]) for row in effective.rows(_PACKAGE, "policies")}
    found = (
        effective.find_in_force(_PACKAGE, "policies", at, association_type=association, product_type=product)
        for association, product in sorted(pairs)
    )
    return [Policy.of(row) for row in found if row is not None]
