"""Apply for incentive rebates to go to a bank account of the verified entity (guide 10.6.3.5.3)."""

from partner_center.funds import SubmitToBankCard, WithdrawalState, submit_incentive_withdrawal
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/withdrawals/incentive-rebate",
    allow="funds.withdraw",
    reach=Reach.MONEY,
    sensitive=Sensitive.WITHDRAW,
    status=201,
    guide=["10.6.3.5.3/submit_incentive_withdrawal", "11.5.3.4.3/submit_incentive_withdrawal"],
)
def app(request: SubmitToBankCard, caller: Caller, work: Work) -> WithdrawalState:
    return submit_incentive_withdrawal(request, caller, work)
