"""Show the alerts that the cloud platform told of since yesterday, and drop those that lapsed (guide 10.4.5.2)."""

from partner_center.customers import refresh_alerts
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("0 6 * * ? *", guide=["10.4.5.2/refresh_alerts"])
def app(run: Run) -> None:
    refresh_alerts(run)
