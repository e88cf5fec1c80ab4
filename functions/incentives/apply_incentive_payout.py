"""Apply for the payout of one, some or all open incentives."""

from partner_center.incentives import ApplyIncentivePayout, PayoutMade, apply_incentive_payout
from partner_center.platform.action import Action, Caller, Reach, Work


@Action.post(
    "/payouts",
    allow="incentives.apply",
    reach=Reach.MONEY,
    status=201,
    guide=[
        "10.7.4.2/apply_incentive_payout",
        "10.7.4.2/issue_coupon_quota",
        "10.7.4.2/credit_incentive_with_owed_invoice",
    ],
)
def app(request: ApplyIncentivePayout, caller: Caller, work: Work) -> PayoutMade:
    return apply_incentive_payout(request, caller, work)
