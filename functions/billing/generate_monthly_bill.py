"""Close the month before into the partners' bills, from the 5th on, as soon as its usage is settled."""

from partner_center.billing import generate_monthly_bills
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("10 * 5-31 * ? *", guide=["10.6.1.2/generate_monthly_bill"])
def app(run: Run) -> None:
    generate_monthly_bills(run)
