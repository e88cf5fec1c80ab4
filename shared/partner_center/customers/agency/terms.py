"""The numbers of acting on behalf, as the business set them (data/agency_terms.json, by effective date).

OPEN in 10.4.1.8, which names no limits: a session is over after 30 minutes without use and after 8 hours in any case; 20 people of a
partner may act as one customer at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from partner_center.customers.terms import PACKAGE
from partner_center.kernel.effective import in_force


@dataclass(frozen=True)
class AgencyTerms:
    """Periods and limits in force at an instant."""

    idle: timedelta
    longest: timedelta
    open_sessions: int  # of one customer


def agency_terms(at: datetime) -> AgencyTerms:
    """The terms in force."""
    row = in_force(PACKAGE, "agency_terms", at)
    return AgencyTerms(timedelta(minutes=row["idle_minutes"]), timedelta(hours=row["longest_hours"]), row["open_sessions_per_customer"])
