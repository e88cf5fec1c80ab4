"""Delete exports after three days, wake those that stopped half-way (guide 10.3.5.4)."""

from partner_center.exports import purge_export_files
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("25 * * * ? *", guide=["10.3.5.4/purge_export_files"])
def app(run: Run) -> None:
    purge_export_files(run)
