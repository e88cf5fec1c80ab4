"""Return what a customer has left to its partner when the association ends or is no longer resale (guide 10.4.1.2, 10.4.1.5)."""

from partner_center.customers import AssociationTypeSwitched, CustomerUnlinked
from partner_center.funds import return_customer_balances
from partner_center.platform.consumer import Consumer, Reach, Work


@Consumer.hears(CustomerUnlinked, AssociationTypeSwitched, guide=["10.4.1.5/settle_association_end"], reach=Reach.MONEY)
def app(event: CustomerUnlinked | AssociationTypeSwitched, work: Work) -> None:
    return_customer_balances(event, work)
