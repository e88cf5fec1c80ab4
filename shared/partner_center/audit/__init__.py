"""Audit: the sealed trail of every deed, its check, the partner's page and the customer's console (guide 13.12)."""

from partner_center.audit import messages as messages
from partner_center.audit.contracts import SetTracker, TrackerState
from partner_center.audit.sealing import seal_batch
from partner_center.audit.tracker import get_audit_tracker, set_audit_tracker
from partner_center.audit.verification import Break, BreakKind, Verdict, scopes, verify_audit_chains, verify_chain
from partner_center.audit.views import AUDIT_EVENTS, AUDIT_RECORDS

__all__ = [
    "AUDIT_EVENTS",
    "AUDIT_RECORDS",
    "Break",
    "BreakKind",
    "SetTracker",
    "TrackerState",
    "Verdict",
    "get_audit_tracker",
    "scopes",
    "seal_batch",
    "set_audit_tracker",
    "verify_audit_chains",
    "verify_chain",
]
