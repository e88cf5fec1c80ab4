"""The customer's switch: nothing is shown in its console of what happened while its audit was off (13.12.1/r2, 13.12.2/r2).

Our own trail records always; the switch decides what becomes an event of the customer's console.
"""

from __future__ import annotations

from datetime import datetime

from partner_center.audit.contracts import SetTracker, TrackerState
from partner_center.kernel import clock
from partner_center.platform.caller import Caller
from partner_center.platform.table import Data, Flag, Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

KEPT_SWITCHES = 100  # times of switching that are remembered: a record is sealed within hours, not after so many switches


class AuditTracker(Record, kind="audit_tracker"):
    """Whether a customer's audit is on, since when, and how it was switched: [[instant, on], …], the oldest first."""

    PLACE = Place("customer/{customer_id}/audit", "tracker")

    customer_id = Text()
    enabled = Flag(default=False)
    changed_at = Instant(null=True)
    switches = Data()

    def was_on_at(self, moment: datetime) -> bool:
        """Whether the audit was on at an instant."""
        earlier = [on for at, on in self.switches if clock.instant(at) <= moment]
        return bool(earlier and earlier[-1])

    def switch(self, on: bool, now: datetime) -> None:
        """Switch on or off from now on; what is so already stays as it is."""
        if on != self.enabled:
            self.enabled, self.changed_at = on, now
            self.switches = [*self.switches, [clock.iso(now), on]][-KEPT_SWITCHES:]


def tracker_key(customer_id: str) -> Key[AuditTracker]:
    """The address of a customer's switch."""
    return AuditTracker.key(customer_id=customer_id)


def _tracker(caller: Caller, work: Work) -> AuditTracker:
    found = work.get(tracker_key(caller.customer_id), or_none=True)
    return found or AuditTracker(customer_id=caller.customer_id, switches=[])


def get_audit_tracker(caller: Caller, work: Work) -> TrackerState:
    """The caller's own switch; off until it was first switched on."""
    tracker = _tracker(caller, work)
    return TrackerState(enabled=tracker.enabled, changed_at=tracker.changed_at)


def set_audit_tracker(request: SetTracker, caller: Caller, work: Work) -> TrackerState:
    """Switch the caller's audit on or off."""
    tracker = _tracker(caller, work)
    tracker.switch(request.enabled, work.now)
    work.keep(tracker)
    return TrackerState(enabled=tracker.enabled, changed_at=tracker.changed_at)
