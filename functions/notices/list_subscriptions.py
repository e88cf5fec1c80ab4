"""Which notices a partner's people are told, and by which channels (guide 10.4.1.4 for budget alerts)."""

from partner_center.notices import Subscriptions, list_subscriptions
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/subscriptions",
    allow="notices.subscribe",
    guide=["10.4.1.4/list_budget_alert_recipients"],
)
def app(caller: Caller, work: Work) -> Subscriptions:
    return list_subscriptions(caller, work)
