"""Check every chain of the audit trail each night."""

from partner_center.audit import verify_audit_chains
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("20 3 * * ? *", memory_mb=1024)
def app(run: Run) -> None:
    verify_audit_chains(run)
