"""Ask again what public sources say about linked customers (guide 10.4.1.11)."""

from partner_center.customers import refresh_enterprise_snapshots
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("20 3 * * ? *", guide=["10.4.1.11/get_enterprise_profile"])
def app(run: Run) -> None:
    refresh_enterprise_snapshots(run)
