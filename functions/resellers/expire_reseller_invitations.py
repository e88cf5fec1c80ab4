"""Lapse the invitations of resellers after their 7 days (guide 11.1.2)."""

from partner_center.platform.schedule import Run, Schedule
from partner_center.resellers import expire_reseller_invitations


@Schedule.cron("25 * * * ? *", guide=["11.1.2/expire_reseller_invitations"])
def app(run: Run) -> None:
    expire_reseller_invitations(run)
