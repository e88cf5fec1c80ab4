"""Show a former partner no alerts of the customer any more (guide 10.4.5.2)."""

from partner_center.customers import CustomerUnlinked, withdraw_alerts_of_unlinked
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(CustomerUnlinked)
def app(event: CustomerUnlinked, work: Work) -> None:
    withdraw_alerts_of_unlinked(event, work)
