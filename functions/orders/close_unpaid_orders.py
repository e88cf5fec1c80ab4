"""Close the orders that nobody paid in time (guide 14.3.4)."""

from partner_center.orders import close_unpaid_orders
from partner_center.platform.schedule import Reach, Run, Schedule


@Schedule.cron("5/10 * * * ? *", guide=["14.3.4/cancel_unpaid_orders"], reach=Reach.MONEY)
def app(run: Run) -> None:
    close_unpaid_orders(run)
