"""Put a new association among the partner's association records (guide 10.4.1.5)."""

from partner_center.customers import CustomerAssociated, note_association
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(CustomerAssociated)
def app(event: CustomerAssociated, work: Work) -> None:
    note_association(event, work)
