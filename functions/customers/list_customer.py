"""An association began, changed or ended: let the customer's line in the list say so (guide 10.4.1.1)."""

from partner_center.customers import AssociationTypeSwitched, CustomerAssociated, CustomerUnlinked, follow_association
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(CustomerAssociated, AssociationTypeSwitched, CustomerUnlinked, guide=["10.4.1.1/list_customers"])
def app(event: CustomerAssociated | AssociationTypeSwitched | CustomerUnlinked, work: Work) -> None:
    follow_association(event.partner_id, event.customer_id, work)
