"""Agree to a customer's request to be unlinked (guide 10.4.1.5, 11.3.1.5, 12.3.1.4)."""

from partner_center.customers import ApplicationRef, ApplicationState, approve_customer_unlink
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.post(
    "/association-applications/{application_id}/approval",
    allow="customers.link",
    guide=["10.4.1.5/approve_customer_unlink", "11.3.1.5/approve_customer_unlink", "12.3.1.4/approve_customer_unlink"],
    sensitive=Sensitive.HANDLE_UNLINK,
)
def app(request: ApplicationRef, caller: Caller, work: Work) -> ApplicationState:
    return approve_customer_unlink(request, caller, work)
