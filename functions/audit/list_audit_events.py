"""The audit events of the customer's account, 7 days (guide 13.12.2)."""

from partner_center.audit import AUDIT_EVENTS

app = AUDIT_EVENTS.get(
    "/events",
    detail="{generated_at}/{event_id}",
    allow="audit.see_own",
    guide=["13.12.2/list_audit_events", "13.12.2/get_audit_event"],
)
