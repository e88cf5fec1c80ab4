"""When a customer's resources expire: how many of which kind on which day, so that the windows move with the calendar by themselves.

Kept from what the inventory tells (customers/resources/events.py). All that is told of one association adds up, in any order; what is told
of an earlier association counts no more (guide 10.4.1.1/r7).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from partner_center.customers.association import association_key
from partner_center.customers.overview.listed import ListedCustomer, listed_key, newly_listed
from partner_center.customers.resources.events import ResourcesChanged
from partner_center.kernel import clock
from partner_center.platform.table import Data, Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

WINDOWS = (7, 15, 30)  # days (10.4.1.1/r7)
NEVER = "-"  # stands for the day of what does not expire
DAYS_LISTED = 60  # of the nearest days of expiry a line keeps, for the list's filter
KEPT_DAYS = 7  # for how long days that are over are kept: an event may be that late


class CustomerRenewals(Record, kind="customer_renewals"):
    """Numbers of resources by kind and Beijing day of expiry, of the association since `associated_at`."""

    PLACE = Place("partner/{partner_id}/customer/{customer_id}", "renewals")

    partner_id = Text()
    customer_id = Text()
    associated_at = Instant()
    counts = Data(default=dict)  # kind → day (or NEVER) → number

    def add(self, kind: str, day: date | None, delta: int) -> None:
        """Change a number. One that is below zero waits for what was told before and comes later."""
        counts = {known: dict(days) for known, days in (self.counts or {}).items()}
        days = counts.setdefault(kind, {})
        name = day.isoformat() if day else NEVER
        days[name] = days.get(name, 0) + delta
        if not days[name]:
            del days[name]
        self.counts = counts

    def expiring(self, kind: str, days: int, today: date) -> int:
        """How many expire from today on within so many days."""
        last = (today + clock.DAY * days).isoformat()
        numbers = (self.counts or {}).get(kind, {})
        return max(0, sum(int(number) for day, number in numbers.items() if day != NEVER and today.isoformat() <= day <= last))

    def there_are(self, kind: str) -> int:
        """How many there are."""
        return max(0, sum(int(number) for number in (self.counts or {}).get(kind, {}).values()))

    def nearest_days(self, today: date) -> list[str]:
        """The nearest days on which something expires."""
        earliest = (today - clock.DAY * KEPT_DAYS).isoformat()
        days = {
            day for days in (self.counts or {}).values() for day, number in days.items() if number > 0 and day != NEVER and day >= earliest
        }
        return sorted(days)[:DAYS_LISTED]


def renewals_key(partner_id: str, customer_id: str) -> Key[CustomerRenewals]:
    """The address of a customer's numbers."""
    return CustomerRenewals.key(partner_id=partner_id, customer_id=customer_id)


def keep_renewals(event: ResourcesChanged, work: Work) -> None:
    """Take in how a customer's resources changed."""
    known, line, association = work.look(
        renewals_key(event.partner_id, event.customer_id),
        listed_key(event.partner_id, event.customer_id),
        association_key(event.partner_id, event.customer_id),
    )
    if known is not None and event.associated_at < known.associated_at:
        return
    if known is None or event.associated_at > known.associated_at:
        known = known or CustomerRenewals(partner_id=event.partner_id, customer_id=event.customer_id)
        known.associated_at, known.counts = event.associated_at, {}
    for change in event.changes:
        known.add(change.kind.value, change.expires_on, change.delta)
    work.keep(known)
    line = line or (newly_listed(association) if association is not None else None)
    if line is not None and (line.expiry_of is None or line.expiry_of <= known.associated_at):
        _list_days(work, line, known)


def _list_days(work: Work, line: ListedCustomer, renewals: CustomerRenewals) -> None:
    days = renewals.nearest_days(clock.business_date(work.now))
    if days != list(line.expiry_days) or line.version is None:
        line.expiry_days, line.expiry_of = days, renewals.associated_at
        work.keep(line)


def expiring_condition(value: Any, now: datetime) -> Any:
    """The storage's condition for customers with something that expires within so many days."""
    condition = None
    for ahead in range(int(value) + 1):
        day = (clock.business_date(now) + clock.DAY * ahead).isoformat()
        found = ListedCustomer.expiry_days.contains(day)
        condition = found if condition is None else condition | found
    return condition


def expires_within(line: ListedCustomer, value: Any, now: datetime) -> bool:
    """The same of a line in hand."""
    today = clock.business_date(now)
    return any(today.isoformat() <= day <= (today + clock.DAY * int(value)).isoformat() for day in line.expiry_days)
