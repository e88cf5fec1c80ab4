from .contracts import SetTracker as SetTracker, TrackerState as TrackerState
from .sealing import seal_batch as seal_batch
from .tracker import get_audit_tracker as get_audit_tracker, set_audit_tracker as set_audit_tracker
from .verification import (
    Break as Break,
    BreakKind as BreakKind,
    Verdict as Verdict,
    scopes as scopes,
    verify_audit_chains as verify_audit_chains,
    verify_chain as verify_chain,
)
from .views import AUDIT_EVENTS as AUDIT_EVENTS, AUDIT_RECORDS as AUDIT_RECORDS
