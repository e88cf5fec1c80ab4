"""End the partner's authorization, with a reason (guide 13.8)."""

from partner_center.customers import AuthorizationState, RevokeAuthorization, revoke_authorization
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.post(
    "/me/authorizations/{partner_id}/revocation",
    allow="customers.associate",
    sensitive=Sensitive.CANCEL_AUTHORIZATION,
    guide=["13.8/revoke_authorization", "10.4.1.7/customer_cancel_authorization"],
)
def app(request: RevokeAuthorization, caller: Caller, work: Work) -> AuthorizationState:
    return revoke_authorization(request, caller, work)
