"""Tell somebody beside the members the notices of a category, budget alerts for one (guide 10.4.1.4)."""

from partner_center.notices import AddRecipient, ExtraRecipient, add_recipient
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/subscriptions/{category}/recipients",
    allow="notices.subscribe",
    status=201,
    guide=["10.4.1.4/add_budget_alert_recipient"],
)
def app(request: AddRecipient, caller: Caller, work: Work) -> ExtraRecipient:
    return add_recipient(request, caller, work)
