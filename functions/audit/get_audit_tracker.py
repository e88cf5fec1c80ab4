"""Whether the customer's audit is on (guide 13.12.1)."""

from partner_center.audit import TrackerState, get_audit_tracker
from partner_center.platform.action import Action, Caller, Work


@Action.get("/tracker", allow="audit.see_own")
def app(caller: Caller, work: Work) -> TrackerState:
    return get_audit_tracker(caller, work)
