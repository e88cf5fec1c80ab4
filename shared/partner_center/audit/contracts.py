"""The words of the audit's API."""

from __future__ import annotations

from partner_center.platform.contracts import Request, Response, Time, field


class SetTracker(Request):
    """The customer's switch."""

    enabled: bool = field("开启审计", "Audit on")


class TrackerState(Response):
    """Whether the customer's audit is on, and since when it is so."""

    enabled: bool
    changed_at: Time | None
