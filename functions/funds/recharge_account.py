"""Begin an online payment into a consultative customer's own account (guide 13.3)."""

from partner_center.funds import OnlinePaymentStarted, RechargeAccount, recharge_account
from partner_center.platform.action import Action, Caller, Work


@Action.post("/own/recharges", allow="funds.recharge_own", guide=["13.3/recharge_account"], status=201)
def app(request: RechargeAccount, caller: Caller, work: Work) -> OnlinePaymentStarted:
    return recharge_account(request, caller, work)
