"""Warn somebody no more (guide 10.4.1.4)."""

from partner_center.customers import RecipientRef, RecipientState, remove_budget_alert_recipient
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/budget-recipients/{recipient_id}", allow="customers.service", guide=["10.4.1.4/remove_budget_alert_recipient"])
def app(request: RecipientRef, caller: Caller, work: Work) -> RecipientState:
    return remove_budget_alert_recipient(request, caller, work)
