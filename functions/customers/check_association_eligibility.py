"""What stops the signed-in customer from accepting an invitation (guide 13.1.1)."""

from partner_center.customers import Eligibility, TokenRef, check_association_eligibility
from partner_center.platform.action import Action, Caller, Work


@Action.get("/invitations/{token}/eligibility", allow="customers.associate", guide=["13.1.1/check_association_eligibility"])
def app(request: TokenRef, caller: Caller, work: Work) -> Eligibility:
    return check_association_eligibility(request, caller, work)
