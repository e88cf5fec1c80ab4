"""Switch the customer's audit on or off (guide 13.12.1)."""

from partner_center.audit import SetTracker, TrackerState, set_audit_tracker
from partner_center.platform.action import Action, Caller, Work


@Action.put("/tracker", allow="audit.see_own")
def app(request: SetTracker, caller: Caller, work: Work) -> TrackerState:
    return set_audit_tracker(request, caller, work)
