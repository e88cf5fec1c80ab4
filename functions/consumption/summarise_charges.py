"""Add what charging moved to the consumption summary: cash, vouchers, arrears, refunds (guide 10.4.4.1)."""

from partner_center.consumption import UsageCharged, summarise_charges
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(UsageCharged)
def app(event: UsageCharged, work: Work) -> None:
    summarise_charges(event, work)
