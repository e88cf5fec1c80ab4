"""Refuse a customer's request to be unlinked (guide 10.4.1.5, 11.3.1.5, 12.3.1.4)."""

from partner_center.customers import ApplicationRef, ApplicationState, reject_customer_unlink
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.post(
    "/association-applications/{application_id}/rejection",
    allow="customers.link",
    guide=["10.4.1.5/reject_customer_unlink", "11.3.1.5/reject_customer_unlink", "12.3.1.4/reject_customer_unlink"],
    sensitive=Sensitive.HANDLE_UNLINK,
)
def app(request: ApplicationRef, caller: Caller, work: Work) -> ApplicationState:
    return reject_customer_unlink(request, caller, work)
