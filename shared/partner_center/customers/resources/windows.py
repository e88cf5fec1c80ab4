"""The windows of expiry that counters and lists share (guide 10.4.1.1/r7, r20)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from partner_center.kernel import clock
from partner_center.kernel.labels import Labelled


class ExpiryWindow(Labelled):
    """How soon a resource expires."""

    WITHIN_7 = "7", "7天内到期", "Within 7 days"
    WITHIN_15 = "15", "15天内到期", "Within 15 days"
    WITHIN_30 = "30", "30天内到期", "Within 30 days"

    def days(self, now: datetime) -> tuple[date, date]:
        """The first and last Beijing day. OPEN: the guide does not say how days count: today and so many days after it, whole days each.

        So a counter by days and a list by instants hold the same resources.
        """
        today = clock.business_date(now)
        return today, today + timedelta(days=int(self.value))

    def bounds(self, now: datetime) -> tuple[datetime, datetime]:
        """The first instant of the window, and the first behind it."""
        first, last = self.days(now)
        return clock.start_of(first), clock.start_of(last + timedelta(days=1))
