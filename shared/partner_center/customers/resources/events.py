"""What is told of a customer's resources, so that counters by day of expiry can be kept without counting records."""

from __future__ import annotations

from datetime import date

from partner_center.customers.resources.kinds import ResourceKind
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent
from partner_center.platform.model import Model

CHANGES_AT_ONCE = 500  # changes one event tells of; more go into further events of the same transaction


class ResourceChange(Model):
    """How the number of resources of a kind that expire on a Beijing day changed; no day where the kind never expires."""

    kind: ResourceKind
    expires_on: date | None
    delta: int


class ResourcesChanged(DomainEvent, name="customers.resources_changed"):
    """A customer's resources as its present partner counts them; nothing is told while the customer has no partner.

    All deltas told for one association (the partner and the instant since when) add up to what there is: an association's first event
    tells of the whole inventory. So they may be heard in any order, and what was told for an earlier association counts no more.
    """

    customer_id: str
    associated_at: Time
    changes: tuple[ResourceChange, ...]
