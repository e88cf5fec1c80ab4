"""Purge uploads that no record took within a day."""

from partner_center.files import purge_unattached_files
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("25 * * * ? *")
def app(run: Run) -> None:
    purge_unattached_files(run)
