"""What conversions tell."""

from __future__ import annotations

from partner_center.platform.events import DomainEvent


class ModeConversionWaiting(DomainEvent, name="funds.mode_conversion_waiting"):
    """A run is to begin, or to go on; no partner's business, `partner_id` is empty."""

    conversion_id: str


class ModeConverted(DomainEvent, name="funds.mode_converted"):
    """A partner's account mode changed; no money moved."""

    allocation_mode: str
