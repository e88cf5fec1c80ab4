"""The customer takes back its request to be unlinked (guide 13.2)."""

from partner_center.customers import ApplicationRef, ApplicationState, cancel_unbind_request
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/own-association/applications/{application_id}/cancellation",
    allow="customers.associate",
    guide=["10.4.1.5/cancel_association_application"],
)
def app(request: ApplicationRef, caller: Caller, work: Work) -> ApplicationState:
    return cancel_unbind_request(request, caller, work)
