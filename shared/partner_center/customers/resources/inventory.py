"""How many resources a customer has, by kind and Beijing day of expiry: kept with each resource, so that nobody counts records.

It also knows which association was told of it: an association hears of the whole inventory once and of every change since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from partner_center.customers.association import Association, AssociationStatus
from partner_center.customers.resources.events import CHANGES_AT_ONCE, ResourceChange, ResourcesChanged
from partner_center.customers.resources.kinds import ResourceKind
from partner_center.platform.table import Data, Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

Counted = tuple[ResourceKind, date | None]
_NEVER = ""  # stands for no day of expiry


class Inventory(Record, kind="resource_inventory"):
    """The numbers of one customer. numbers: {kind: {day of expiry as YYYY-MM-DD, or "" for never: number}}."""

    PLACE = Place("customer/{customer_id}", "resource_inventory")
    SECRET = ("numbers",)  # thousands of days are nothing for the trail, which has the resources themselves

    customer_id = Text()
    numbers = Data(default=dict)
    told_partner_id = Text(null=True)
    told_since = Instant(null=True)  # when the association that was told of it began

    @property
    def is_empty(self) -> bool:
        """Whether the customer has no resources."""
        return not any(self.numbers.values())

    def add_up(self, *changes: tuple[Counted, int]) -> None:
        """Add to the numbers."""
        numbers = {kind: dict(days) for kind, days in self.numbers.items()}
        for (kind, day), delta in changes:
            days = numbers.setdefault(kind.value, {})
            name = day.isoformat() if day else _NEVER
            days[name] = days.get(name, 0) + delta
            if not days[name]:
                del days[name]
        self.numbers = numbers

    def everything(self) -> Iterable[tuple[Counted, int]]:
        """All numbers, day by day."""
        for kind, days in sorted(self.numbers.items()):
            for day, number in sorted(days.items()):
                yield (ResourceKind(kind), date.fromisoformat(day) if day else None), number

    def is_told_to(self, association: Association) -> bool:
        """Whether this very association knows the inventory."""
        return (self.told_partner_id, self.told_since) == (association.partner_id, association.associated_at)

    def note_told(self, association: Association) -> None:
        """From now on it knows."""
        self.told_partner_id, self.told_since = association.partner_id, association.associated_at


def inventory_key(customer_id: str) -> Key[Inventory]:
    """Where a customer's numbers lie."""
    return Inventory.key(customer_id=customer_id)


def tell(work: Work, association: Association, changes: Iterable[tuple[Counted, int]]) -> None:
    """Tell whoever counts for an association, in as many events as it takes."""
    told = [ResourceChange(kind=kind, expires_on=day, delta=delta) for (kind, day), delta in changes if delta]
    for start in range(0, len(told), CHANGES_AT_ONCE):
        work.emit(
            ResourcesChanged(
                partner_id=association.partner_id,
                customer_id=association.customer_id,
                associated_at=association.associated_at,
                changes=tuple(told[start : start + CHANGES_AT_ONCE]),
            )
        )


def count_changes(work: Work, inventory: Inventory, association: Association | None, changes: Counter[Counted]) -> None:
    """Count what changed and tell it.

    An association that does not know the inventory yet hears of it when its own event arrives (resources/telling.py), and then of
    everything; only an empty inventory holds nothing to wait for.
    """
    was_empty = inventory.is_empty
    inventory.add_up(*changes.items())
    work.keep(inventory)
    if association is None or association.status is not AssociationStatus.ASSOCIATED:
        return
    if was_empty:
        inventory.note_told(association)
    if inventory.is_told_to(association):
        tell(work, association, sorted_changes(changes))


def sorted_changes(changes: Counter[Counted]) -> list[tuple[Counted, int]]:
    """In the order of kinds and days, so that the same changes are told in the same words."""
    return sorted(changes.items(), key=lambda change: (change[0][0].value, change[0][1] or date.max))
