"""Compare yesterday's statements of the payment providers with our payments, refunds and credits (guide 10.6.3.2)."""

from partner_center.funds import reconcile_providers
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("30 10,14,18 * * ? *", guide=[], memory_mb=1024)  # statements are there from 9 or 10 o'clock; later runs take what was late
def app(run: Run) -> None:
    reconcile_providers(run)
