"""Bring the bills of months that still run up to the end of yesterday."""

from partner_center.billing import refresh_bill_data
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("20 0 * * ? *", guide=["10.6.1.2/refresh_bill_data"])
def app(run: Run) -> None:
    refresh_bill_data(run)
