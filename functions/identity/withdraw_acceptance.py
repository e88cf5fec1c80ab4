"""End the acceptance of a document that may be ended online (guide 19.5, 19.9)."""

from partner_center.identity import CUSTOMER_AUTHORIZATION_LETTER, AcceptanceState, DocumentRef, withdraw_acceptance
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.delete(
    "/documents/{document}/acceptances/current",
    sensitive=Sensitive.CANCEL_AUTHORIZATION,
    sensitive_when=lambda request: request.document == CUSTOMER_AUTHORIZATION_LETTER.code,
)
def app(request: DocumentRef, caller: Caller, work: Work) -> AcceptanceState:
    return withdraw_acceptance(request, caller, work)
