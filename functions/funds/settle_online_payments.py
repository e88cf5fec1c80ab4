"""Bring payments that nobody made, and refunds of which nothing was heard, to their end (guide 10.6.3.2)."""

from partner_center.funds import settle_online_payments
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("0/10 * * * ? *", guide=[])
def app(run: Run) -> None:
    settle_online_payments(run)
