"""Confirm all incentive bills of a month."""

from partner_center.incentives import ConfirmIncentiveBills, ReconciledBills, confirm_incentive_bills
from partner_center.platform.action import Action, Caller, Work


@Action.post("/periods/{billing_period}/confirmation", allow="incentives.confirm", guide=["10.7.3.2/confirm_incentive_bill"])
def app(request: ConfirmIncentiveBills, caller: Caller, work: Work) -> ReconciledBills:
    return confirm_incentive_bills(request, caller, work)
