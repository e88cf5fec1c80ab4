"""Apply for incentives automatically from the fifth day after their data on."""

from partner_center.incentives import run_auto_payout
from partner_center.platform.schedule import Reach, Run, Schedule


@Schedule.cron("30 1 * * ? *", reach=Reach.MONEY, guide=["10.7.4.2/run_auto_payout"])
def app(run: Run) -> None:
    run_auto_payout(run)
