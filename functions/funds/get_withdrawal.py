"""One application for withdrawal with its flows and how each payment stands (guide 10.6.3.5.4)."""

from partner_center.funds import OfWithdrawal, WithdrawalShown, get_withdrawal
from partner_center.platform.action import Action, Caller, Work


@Action.get("/withdrawals/{withdrawal_no}", allow="funds.read", guide=["10.6.3.5.4/get_withdrawal", "11.5.3.4.4/get_withdrawal"])
def app(request: OfWithdrawal, caller: Caller, work: Work) -> WithdrawalShown:
    return get_withdrawal(request, caller, work)
