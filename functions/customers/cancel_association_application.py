"""Take back an application of the partner's (guide 10.4.1.5, 11.3.1.5, 12.3.1.4)."""

from partner_center.customers import ApplicationRef, ApplicationState, cancel_association_application
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/association-applications/{application_id}/cancellation",
    allow="customers.link",
    guide=["10.4.1.5/cancel_association_application", "11.3.1.5/cancel_association_application", "12.3.1.4/cancel_association_application"],
)
def app(request: ApplicationRef, caller: Caller, work: Work) -> ApplicationState:
    return cancel_association_application(request, caller, work)
