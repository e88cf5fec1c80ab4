"""Book what the bank confirmed of a payout that is booked otherwise (guide 10.6.3.5.1)."""

from partner_center.funds import CorrectPayout, PayoutCorrected, correct_payout
from partner_center.platform.action import Action, Reach, Work


@Action.post(
    "/payouts/{payout_no}/corrections",
    allow="funds.review_withdrawals",
    reach=Reach.MONEY,
    guide=["10.6.3.5.1/receive_payout_result"],
)
def app(request: CorrectPayout, work: Work) -> PayoutCorrected:
    return correct_payout(request, work)
