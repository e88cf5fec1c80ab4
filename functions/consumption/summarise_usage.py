"""Add recorded usage to the consumption summary (guide 10.4.4.1)."""

from partner_center.consumption import UsageRecorded, summarise_usage
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(UsageRecorded, guide=["10.4.4.1/aggregate_daily_consumption"])
def app(event: UsageRecorded, work: Work) -> None:
    summarise_usage(event, work)
