"""The customer asks its partner to be unlinked (guide 13.2)."""

from partner_center.customers import ApplicationState, RequestUnbind, request_unbind
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.post(
    "/own-association/unlink-applications",
    allow="customers.associate",
    guide=["13.2/request_unbind", "10.4.1.5/receive_customer_unlink"],
    sensitive=Sensitive.REQUEST_UNLINK,
    status=201,
)
def app(request: RequestUnbind, caller: Caller, work: Work) -> ApplicationState:
    return request_unbind(request, caller, work)
