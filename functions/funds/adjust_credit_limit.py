"""Set the credit line of a partner (guide 10.6.3.1)."""

from partner_center.funds import AccountBalances, AdjustCreditLimit, adjust_credit_limit
from partner_center.platform.action import Action, Reach, Work


@Action.put(
    "/partners/{partner_id}/credit-limit", allow="funds.set_credit_limit", reach=Reach.MONEY, guide=["10.6.3.1/adjust_credit_limit"]
)
def app(request: AdjustCreditLimit, work: Work) -> AccountBalances:
    return adjust_credit_limit(request, work)
