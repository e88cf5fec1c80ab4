"""Ask a customer to switch its association type (guide 10.4.1.5, 11.3.1.5, 12.3.1.4)."""

from partner_center.customers import ApplicationState, FileByPartner, request_switch_type
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.post(
    "/customers/{customer_id}/switch-applications",
    allow="customers.link",
    guide=["10.4.1.5/request_switch_type", "11.3.1.5/request_switch_type", "12.3.1.4/request_switch_type"],
    sensitive=Sensitive.START_UNLINK_OR_SWITCH,
    status=201,
)
def app(request: FileByPartner, caller: Caller, work: Work) -> ApplicationState:
    return request_switch_type(request, caller, work)
