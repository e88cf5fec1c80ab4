"""Move what expired coupons still hold back to their quotas (guide 10.4.6.1.3, 14.2.1.3)."""

from partner_center.coupons import recall_expired_coupons
from partner_center.platform.schedule import Reach, Run, Schedule


@Schedule.cron(
    "5 * * * ? *",
    guide=["10.4.6.1.3/recall_expired_vouchers", "14.2.1.3/expire_coupons", "12.3.6.4/recall_expired_vouchers"],
    reach=Reach.MONEY,
)
def app(run: Run) -> None:
    recall_expired_coupons(run)
