"""Refuse the partner's request for an authorization (guide 13.8)."""

from partner_center.customers import AuthorizationState, RejectAuthorization, reject_authorization
from partner_center.platform.action import Action, Caller, Work


@Action.post("/me/authorizations/{partner_id}/rejection", allow="customers.associate", guide=["13.8/reject_authorization"])
def app(request: RejectAuthorization, caller: Caller, work: Work) -> AuthorizationState:
    return reject_authorization(request, caller, work)
