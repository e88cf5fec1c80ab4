"""What orders tells itself; what it tells others are consumption's words."""

from __future__ import annotations

from partner_center.orders.usage_meter import Due
from partner_center.platform.events import DomainEvent


class UsageLeftToCharge(DomainEvent, name="orders.usage_left_to_charge"):
    """Cents that were due but did not fit into the transaction; `lines` are settled when they are paid.

    parts: how many parts of the charge were carried out so far.
    """

    customer_id: str
    association_type: str
    billing_period: str
    due: tuple[Due, ...]
    lines: int
    parts: int
