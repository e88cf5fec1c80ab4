"""Whether the signed-in user wants messages about customers (guide 10.4.1.1, OPEN)."""

from partner_center.customers import InfoSubscription, get_customer_info_subscription
from partner_center.platform.action import Action, Caller, Work


@Action.get("/info-subscription", allow="customers.read", guide=["10.4.1.1/subscribe_customer_info"])
def app(caller: Caller, work: Work) -> InfoSubscription:
    return get_customer_info_subscription(caller, work)
