"""Choose channels and members for a category of notices."""

from partner_center.notices import Subscribe, SubscriptionState, change_subscription
from partner_center.platform.action import Action, Caller, Work


@Action.put("/subscriptions/{category}", allow="notices.subscribe")
def app(request: Subscribe, caller: Caller, work: Work) -> SubscriptionState:
    return change_subscription(request, caller, work)
