"""Reject all incentive bills of a month."""

from partner_center.incentives import ReconciledBills, RejectIncentiveBills, reject_incentive_bills
from partner_center.platform.action import Action, Caller, Work


@Action.post("/periods/{billing_period}/rejection", allow="incentives.confirm", guide=["10.7.3.2/reject_incentive_bill"])
def app(request: RejectIncentiveBills, caller: Caller, work: Work) -> ReconciledBills:
    return reject_incentive_bills(request, caller, work)
