"""Take in providers' usage files in the FOCUS format, each line once (guide 10.4.4.2)."""

from partner_center.consumption import take_in_usage
from partner_center.platform.consumer import Consumer, Object


@Consumer.uploads("consumption/focus/")
def app(arrived: Object) -> None:
    take_in_usage(arrived)
