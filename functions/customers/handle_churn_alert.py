"""Say whether a customer is lost, and why or why not (guide 10.4.5.1, 11.3.5.1, 12.3.5.1)."""

from partner_center.customers import AlertHandling, HandleChurnAlert, handle_churn_alert
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/customers/{customer_id}/alerts/{alert_id}/churn-handling",
    allow="customers.service",
    guide=[
        "10.4.5.1/handle_churn_alert",
        "11.3.5.1/handle_churn_alert",
        "12.3.5.1/handle_churn_alert",
    ],
)
def app(request: HandleChurnAlert, caller: Caller, work: Work) -> AlertHandling:
    return handle_churn_alert(request, caller, work)
