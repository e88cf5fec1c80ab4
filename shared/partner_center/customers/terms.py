"""The numbers of the customer chapters, as the business set them (data/terms.json, by effective date)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from partner_center.kernel import clock
from partner_center.kernel.effective import in_force
from partner_center.kernel.permissions import PartnerType

PACKAGE = "partner_center.customers"


@dataclass(frozen=True)
class Terms:
    """Periods and limits in force at an instant."""

    report_validity: timedelta  # from the moment of 已报备 (10.3.4.1/r14)
    open_reports: int  # in review + reported, per partner (10.3.4.1/r13)
    review_working_days: int  # manual review of a report (10.3.4.1/r18)
    invitation_validity: timedelta  # of an e-mailed link (10.3.4.1/r24)
    custom_links: int  # per partner within 24 hours (10.3.4.3/r4)
    direct_association: timedelta  # after registration, without a report (13.1.1/r10)
    verified_consumers_refused: frozenset[PartnerType]  # to whom enterprise verification excuses no cash consumption (12.2.1.1/r2)


def terms(at: datetime) -> Terms:
    """The terms in force. Days are 24 hours each (OPEN in 10.3.4.1)."""
    row = in_force(PACKAGE, "terms", at)
    return Terms(
        report_validity=clock.DAY * row["report_validity_days"],
        open_reports=row["open_reports"],
        review_working_days=row["review_working_days"],
        invitation_validity=clock.DAY * row["invitation_validity_days"],
        custom_links=row["custom_links_in_24_hours"],
        direct_association=clock.DAY * row["direct_association_days"],
        verified_consumers_refused=frozenset(PartnerType(value) for value in row["verified_consumers_refused"]),
    )
