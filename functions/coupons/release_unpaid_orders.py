"""Let go of the coupons of orders that were not paid within seven days (guide 14.3.4)."""

from partner_center.coupons import release_unpaid_orders
from partner_center.platform.schedule import Reach, Run, Schedule


@Schedule.cron("15 * * * ? *", guide=["14.3.4/cancel_unpaid_orders"], reach=Reach.MONEY)
def app(run: Run) -> None:
    release_unpaid_orders(run)
