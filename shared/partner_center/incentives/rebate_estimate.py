"""What incentives know when a partner asks what an order may earn it (the port of orders; docs/ports.md)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from partner_center.customers import AssociationType
from partner_center.incentives.policy import policy_of


class RatesByPolicy:
    """The ratios of the product policies."""

    def ratio(self, association_type: AssociationType, product_type: str, at: datetime) -> Decimal:
        """The ratio of the policy in force; nothing where a product earns no rebate."""
        return policy_of(association_type, product_type, at).rebate_ratio


RATES = RatesByPolicy()
