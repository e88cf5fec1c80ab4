"""What a partner allocated to one customer and what that customer owes; both lie in one partition, so that one query loads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from partner_center.kernel import clock, ids
from partner_center.kernel.labels import Labelled
from partner_center.platform.ledger import Account
from partner_center.platform.table import Choice, Instant, Place, Text, Texts

_PARTITION = "partner/{partner_id}/customer_funds/{customer_id}"


class AllocationType(Labelled):
    """Whether allocated money may buy anything or named products only (10.4.1.2)."""

    NORMAL = "normal", "普通", "Normal"
    EARMARKED = "earmarked", "专款专用", "Earmarked"


class FundBucket(Account, kind="fund_bucket"):
    """A sum allocated to a customer and not spent yet. CNY.

    Normal money lies in one bucket per customer; earmarked money in one per set of products and expiry.
    OPEN in the guide: an earmarked sum that expired is not spent any more and stays recallable.
    """

    PLACE = Place(_PARTITION, "bucket/{bucket_id}")

    partner_id = Text()
    customer_id = Text()
    bucket_id = Text()
    allocation_type = Choice(AllocationType)
    usage_scenarios = Texts()
    effective_at = Instant()
    expires_at = Instant(null=True)

    @property
    def is_earmarked(self) -> bool:
        """For named products only."""
        return self.allocation_type is AllocationType.EARMARKED

    def covers(self, product_type: str, now: datetime) -> bool:
        """Whether it may pay for a product at an instant."""
        in_force = self.effective_at <= now and (self.expires_at is None or now <= self.expires_at)
        return in_force and (not self.is_earmarked or product_type in self.usage_scenarios)


class Arrears(Account, kind="arrears"):
    """What a resale customer owes for usage that nothing covered. CNY; a claim."""

    CLAIM = True
    PLACE = Place(_PARTITION, "arrears")

    partner_id = Text()
    customer_id = Text()


NORMAL_BUCKET = "normal"
MOST_EARMARKED = 20  # sums of different products or expiries that a customer holds at a time


def bucket_id_of(allocation_type: AllocationType, usage_scenarios: Sequence[str], expires_at: datetime | None) -> str:
    """The bucket into which an allocation of these terms goes."""
    if allocation_type is AllocationType.NORMAL:
        return NORMAL_BUCKET
    return ids.derived_id("FB", clock.iso(expires_at) if expires_at else "", *sorted(usage_scenarios))


def customer_funds_partition(partner_id: str, customer_id: str) -> str:
    """Where a customer's buckets and arrears lie side by side."""
    return FundBucket.partition(partner_id=partner_id, customer_id=customer_id)
