"""Ask a customer to end its association with the partner (guide 10.4.1.5, 11.3.1.5, 12.3.1.4)."""

from partner_center.customers import ApplicationState, FileByPartner, request_unlink
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.post(
    "/customers/{customer_id}/unlink-applications",
    allow="customers.link",
    guide=["10.4.1.5/request_unlink", "11.3.1.5/request_unlink", "12.3.1.4/request_unlink"],
    sensitive=Sensitive.START_UNLINK_OR_SWITCH,
    status=201,
)
def app(request: FileByPartner, caller: Caller, work: Work) -> ApplicationState:
    return request_unlink(request, caller, work)
