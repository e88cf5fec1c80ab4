"""Tell somebody beside the members no more (guide 10.4.1.4)."""

from partner_center.notices import RecipientRef, SubscriptionState, remove_recipient
from partner_center.platform.action import Action, Caller, Work


@Action.delete(
    "/subscriptions/{category}/recipients/{recipient_id}",
    allow="notices.subscribe",
    guide=["10.4.1.4/remove_budget_alert_recipient"],
)
def app(request: RecipientRef, caller: Caller, work: Work) -> SubscriptionState:
    return remove_recipient(request, caller, work)
