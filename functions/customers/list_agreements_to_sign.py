"""What the customer has not signed yet in the version in force (guide 13.11)."""

from partner_center.customers import AgreementsToSign, list_agreements_to_sign
from partner_center.platform.action import Action, Caller, Work


@Action.get("/agreements/to-sign", allow="customers.associate")
def app(caller: Caller, work: Work) -> AgreementsToSign:
    return list_agreements_to_sign(caller, work)
