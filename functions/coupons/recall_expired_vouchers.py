"""Move what expired vouchers still hold back to their quotas (guide 10.4.6.1.3)."""

from partner_center.coupons import recall_expired_vouchers
from partner_center.platform.schedule import Reach, Run, Schedule


@Schedule.cron("5 * * * ? *", guide=["10.4.6.1.3/recall_expired_vouchers"], reach=Reach.MONEY)
def app(run: Run) -> None:
    recall_expired_vouchers(run)
