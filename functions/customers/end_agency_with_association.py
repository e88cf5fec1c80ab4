"""End authorization and sessions on behalf of a customer that is unlinked or no resale customer any more (guide 10.4.1.7)."""

from partner_center.customers import AssociationTypeSwitched, CustomerUnlinked, end_agency_with_association
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(CustomerUnlinked, AssociationTypeSwitched)
def app(event: CustomerUnlinked | AssociationTypeSwitched, work: Work) -> None:
    end_agency_with_association(event, work)
