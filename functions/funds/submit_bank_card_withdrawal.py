"""Apply for money to go to a bank card (guide 10.6.3.5.2)."""

from partner_center.funds import SubmitToBankCard, WithdrawalState, submit_bank_card_withdrawal
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/withdrawals/bank-card",
    allow="funds.withdraw",
    reach=Reach.MONEY,
    sensitive=Sensitive.WITHDRAW,
    status=201,
    guide=["10.6.3.5.2/submit_bank_card_withdrawal", "11.5.3.4.2/submit_bank_card_withdrawal"],
)
def app(request: SubmitToBankCard, caller: Caller, work: Work) -> WithdrawalState:
    return submit_bank_card_withdrawal(request, caller, work)
