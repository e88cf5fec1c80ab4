"""Lapse customer reports after their 15 days (guide 10.3.4.1)."""

from partner_center.customers import expire_customer_reports
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("5 * * * ? *", guide=["10.3.4.1/expire_customer_reports"])
def app(run: Run) -> None:
    expire_customer_reports(run)
