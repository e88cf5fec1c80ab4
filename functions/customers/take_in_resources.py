"""Take in files of customers' resources, JSON lines, each line once (guide 10.4.1.6)."""

from partner_center.customers import take_in_resources
from partner_center.platform.consumer import Consumer, Object


@Consumer.uploads("inventory/resources/")
def app(arrived: Object) -> None:
    take_in_resources(arrived)
