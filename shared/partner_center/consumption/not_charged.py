"""What was used and not charged yet: the amount that is not in the books (10.6.3.5.1/r10)."""

from __future__ import annotations

from partner_center.consumption.summary import CustomerMonth
from partner_center.customers import AssociationType
from partner_center.kernel.money import Money, total
from partner_center.platform.table import OWNER
from partner_center.platform.work import Work


def usage_not_charged(work: Work, partner_id: str) -> Money:
    """What a partner's resale customers used and nobody charged yet, none of their months below zero. CNY.

    Only the months that are open just now lie there: one query, behind the stream as the months are.
    """
    months = work.every(CustomerMonth, CustomerMonth.owner_partition(uncharged_of=partner_id), index=OWNER)
    return total(max(Money.zero(), month.not_charged) for month in months if month.association_type == AssociationType.RESALE)
