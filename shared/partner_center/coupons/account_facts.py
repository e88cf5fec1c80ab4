"""What coupons know when an account is checked before an unlink or a switch (the port of customers; docs/ports.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partner_center.coupons.pickups.holding import customer_pickups_key
from partner_center.customers import AccountKnowledge
from partner_center.kernel import clock
from partner_center.platform.table import Key


class UnusedPickupCoupons:
    """How many pick-up coupons of a customer still hold something (10.4.1.5/r17)."""

    def keys(self, partner_id: str, customer_id: str) -> Sequence[Key[Any]]:
        """The customer's own record of them."""
        return (customer_pickups_key(customer_id),)

    def facts(self, found: Sequence[Any]) -> AccountKnowledge:
        """Their number; no answer for a customer who never got one here, so that what the vendor's systems told holds."""
        (pickups,) = found
        return {"unused_pickup_coupons": len(pickups.usable(clock.now()))} if pickups is not None else {}


FACTS = UnusedPickupCoupons()
