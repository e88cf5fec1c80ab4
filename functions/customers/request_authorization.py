"""Ask a resale customer for the authorization to act on its behalf (guide 10.4.1.7, 11.3.1.7, 12.3.1.6)."""

from partner_center.customers import AuthorizationState, RequestAuthorization, request_authorization
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/authorizations",
    allow="customers.agency",
    status=201,
    guide=["10.4.1.7/request_authorization", "11.3.1.7/request_authorization", "12.3.1.6/request_authorization"],
)
def app(request: RequestAuthorization, caller: Caller, work: Work) -> AuthorizationState:
    return request_authorization(request, caller, work)
