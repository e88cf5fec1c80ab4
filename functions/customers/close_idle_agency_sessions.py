"""Close sessions on behalf of customers that nobody uses any more, or that lasted long enough (guide 10.4.1.8)."""

from partner_center.customers import close_idle_agency_sessions
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("*/10 * * * ? *")
def app(run: Run) -> None:
    close_idle_agency_sessions(run)
