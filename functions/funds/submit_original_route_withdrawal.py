"""Apply for money to go back to where it came from (guide 10.6.3.5.1)."""

from partner_center.funds import SubmitOriginalRoute, WithdrawalState, submit_original_route_withdrawal
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/withdrawals/original-route",
    allow="funds.withdraw",
    reach=Reach.MONEY,
    sensitive=Sensitive.WITHDRAW,
    status=201,
    guide=["10.6.3.5.1/submit_original_route_withdrawal", "11.5.3.4.1/submit_original_route_withdrawal"],
)
def app(request: SubmitOriginalRoute, caller: Caller, work: Work) -> WithdrawalState:
    return submit_original_route_withdrawal(request, caller, work)
