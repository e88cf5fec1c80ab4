"""The audit trail of the caller's own organisation."""

from partner_center.audit import AUDIT_RECORDS

app = AUDIT_RECORDS.get("/records", detail="{occurred_at}/{audit_id}", allow="audit.read", guide=[])
