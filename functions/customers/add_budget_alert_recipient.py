"""Name somebody who is warned when a customer's budget is nearly used (guide 10.4.1.4)."""

from partner_center.customers import AddRecipient, RecipientState, add_budget_alert_recipient
from partner_center.platform.action import Action, Caller, Work


@Action.post("/budget-recipients", allow="customers.service", guide=["10.4.1.4/add_budget_alert_recipient"])
def app(request: AddRecipient, caller: Caller, work: Work) -> RecipientState:
    return add_budget_alert_recipient(request, caller, work)
