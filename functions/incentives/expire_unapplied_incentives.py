"""Let positive incentives lapse that nobody applied for in time."""

from partner_center.incentives import expire_unapplied_incentives
from partner_center.platform.schedule import Reach, Run, Schedule


@Schedule.cron("15 * * * ? *", reach=Reach.MONEY, guide=["10.7.4.2/expire_unapplied_incentives"])
def app(run: Run) -> None:
    expire_unapplied_incentives(run)
