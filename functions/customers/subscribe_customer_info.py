"""Say whether the signed-in user wants messages about customers (guide 10.4.1.1, OPEN)."""

from partner_center.customers import InfoSubscription, SubscribeCustomerInfo, subscribe_customer_info
from partner_center.platform.action import Action, Caller, Work


@Action.put("/info-subscription", allow="customers.read", guide=["10.4.1.1/subscribe_customer_info"])
def app(request: SubscribeCustomerInfo, caller: Caller, work: Work) -> InfoSubscription:
    return subscribe_customer_info(request, caller, work)
