"""Approve a confirmed incentive bill for the vendor, so that it may be applied for."""

from partner_center.incentives import ApproveIncentiveBill, ReconciledBill, approve_incentive_bill
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/partners/{partner_id}/bills/{incentive_bill_id}/approval",
    allow="incentives.review",
    guide=["10.7.3.3/approve_incentive_bill"],
)
def app(request: ApproveIncentiveBill, caller: Caller, work: Work) -> ReconciledBill:
    return approve_incentive_bill(request, caller, work)
