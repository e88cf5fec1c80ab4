"""Ask again about payouts of withdrawals that have no answer in time (guide 10.6.3.5.1)."""

from partner_center.funds import ask_about_payouts
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("40 * * * ? *", guide=["10.6.3.5.1/receive_payout_result"])
def app(run: Run) -> None:
    ask_about_payouts(run)
