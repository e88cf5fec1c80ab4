"""What funds know when an account is checked before an unlink or a switch (the port of customers; docs/ports.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partner_center.customers import AccountKnowledge
from partner_center.funds.bucket import Arrears
from partner_center.kernel.money import Money
from partner_center.platform.table import Key


class ArrearsWithPartner:
    """Whether a resale customer owes its partner for usage that nothing covered."""

    def keys(self, partner_id: str, customer_id: str) -> Sequence[Key[Any]]:
        """The debt."""
        return (Arrears.key(partner_id=partner_id, customer_id=customer_id),)

    def facts(self, found: Sequence[Any]) -> AccountKnowledge:
        """Its amount, nothing where there never was one."""
        (arrears,) = found
        return {"partner_arrears": arrears.balance if arrears is not None else Money.zero()}


FACTS = ArrearsWithPartner()
