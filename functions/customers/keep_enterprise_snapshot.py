"""Keep what public sources say about a customer who is associated (guide 10.4.1.11)."""

from partner_center.customers import CustomerAssociated, keep_enterprise_snapshot
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(CustomerAssociated, guide=["10.4.1.11/get_enterprise_profile"])
def app(event: CustomerAssociated, work: Work) -> None:
    keep_enterprise_snapshot(event.customer_id, work)
