"""Delete a rejected application for withdrawal (guide 10.6.3.5.4)."""

from partner_center.funds import OfWithdrawal, WithdrawalState, delete_rejected_withdrawal
from partner_center.platform.action import Action, Caller, Work


@Action.delete(
    "/withdrawals/{withdrawal_no}",
    allow="funds.withdraw",
    guide=["10.6.3.5.4/delete_rejected_withdrawal", "11.5.3.4.4/delete_rejected_withdrawal"],
)
def app(request: OfWithdrawal, caller: Caller, work: Work) -> WithdrawalState:
    return delete_rejected_withdrawal(request, caller, work)
