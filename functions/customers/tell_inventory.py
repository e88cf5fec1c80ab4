"""Tell a new partner's counters of all resources that its customer has (guide 10.4.1.1/r7)."""

from partner_center.customers import CustomerAssociated, tell_inventory
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(CustomerAssociated)
def app(event: CustomerAssociated, work: Work) -> None:
    tell_inventory(event, work)
