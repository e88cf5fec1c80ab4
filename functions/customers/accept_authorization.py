"""Authorize the partner to act on one's behalf, under the authorization letter (guide 13.8, 19.5)."""

from partner_center.customers import AcceptAuthorization, AuthorizationGranted, accept_authorization
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.post(
    "/me/authorizations/{partner_id}/acceptance",
    allow="customers.associate",
    sensitive=Sensitive.AUTHORIZE_PARTNER,
    guide=["13.8/accept_authorization", "10.4.1.7/customer_decide_authorization"],
)
def app(request: AcceptAuthorization, caller: Caller, work: Work) -> AuthorizationGranted:
    return accept_authorization(request, caller, work)
