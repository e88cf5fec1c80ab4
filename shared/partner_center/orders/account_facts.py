"""What orders know when an account is checked before an unlink or a switch (the port of customers; docs/ports.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partner_center.customers import AccountKnowledge
from partner_center.orders.order import order_count_key
from partner_center.platform.table import Key


class UnpaidPartnerOrders:
    """How many orders of a customer wait for the partner's payment: they are cancelled before the two part (13.6/r6)."""

    def keys(self, partner_id: str, customer_id: str) -> Sequence[Key[Any]]:
        """The customer's numbers with this partner."""
        return (order_count_key(partner_id, customer_id),)

    def facts(self, found: Sequence[Any]) -> AccountKnowledge:
        """Their number; no answer for a customer of whom no order is known here, so that what the vendor's systems told holds."""
        (count,) = found
        return {"unpaid_partner_orders": count.number("waiting")} if count is not None else {}


FACTS = UnpaidPartnerOrders()
