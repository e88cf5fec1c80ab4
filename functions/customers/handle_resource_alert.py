"""Say what became of a resource alert (guide 10.4.5.1, 11.3.5.1, 12.3.5.1)."""

from partner_center.customers import AlertHandling, HandleResourceAlert, handle_resource_alert
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/customers/{customer_id}/alerts/{alert_id}/resource-handling",
    allow="customers.service",
    guide=[
        "10.4.5.1/handle_resource_alert",
        "11.3.5.1/handle_resource_alert",
        "12.3.5.1/handle_resource_alert",
    ],
)
def app(request: HandleResourceAlert, caller: Caller, work: Work) -> AlertHandling:
    return handle_resource_alert(request, caller, work)
