"""Tell holders of coupons and quotas that they expire soon (guide 13.5.1, 10.4.6.1.1)."""

from partner_center.coupons import warn_of_expiring_coupons
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("20 9 * * ? *")
def app(run: Run) -> None:
    warn_of_expiring_coupons(run)
