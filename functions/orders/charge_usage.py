"""Charge recorded usage: vouchers, then funds, then arrears; refunds the way back (guide 13.5.2, 10.6.3.1)."""

from partner_center.consumption import UsageRecorded
from partner_center.orders import UsageLeftToCharge, charge_usage
from partner_center.platform.consumer import Consumer, Happened, Reach, Work


@Consumer.hears(UsageRecorded, UsageLeftToCharge, reach=Reach.MONEY)
def app(event: UsageRecorded | UsageLeftToCharge, work: Work, happened: Happened) -> None:
    charge_usage(event, happened.event_id, work)
