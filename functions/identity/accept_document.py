"""Accept the version of a document in force, for oneself, one's customer account or one's partner (guide 19)."""

from partner_center.identity import CUSTOMER_AUTHORIZATION_LETTER, AcceptanceState, AcceptDocument, accept_document
from partner_center.platform.action import Action, Caller, Sensitive, Work


@Action.post(
    "/documents/{document}/acceptances",
    status=201,
    sensitive=Sensitive.AUTHORIZE_PARTNER,
    sensitive_when=lambda request: request.document == CUSTOMER_AUTHORIZATION_LETTER.code,
)
def app(request: AcceptDocument, caller: Caller, work: Work) -> AcceptanceState:
    return accept_document(request, caller, work)
