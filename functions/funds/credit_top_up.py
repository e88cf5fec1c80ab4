"""Credit a payment to a partner's top-up account (guide 10.6.3.2)."""

from partner_center.funds import CreditTopUp, ToppedUp, credit_top_up
from partner_center.platform.action import Action, Reach, Work


@Action.post("/partners/{partner_id}/top-ups", allow="funds.credit_top_up", reach=Reach.MONEY, status=201, guide=[])
def app(request: CreditTopUp, work: Work) -> ToppedUp:
    return credit_top_up(request, work)
