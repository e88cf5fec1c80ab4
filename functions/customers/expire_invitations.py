"""Lapse e-mail invitations after their 7 days (guide 10.3.4.2)."""

from partner_center.customers import expire_invitations
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("10 * * * ? *", guide=["10.3.4.2/expire_invitations"])
def app(run: Run) -> None:
    expire_invitations(run)
