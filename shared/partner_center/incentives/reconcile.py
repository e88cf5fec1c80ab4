"""Reconciliation: the partner confirms or rejects a month's incentive bills (10.7.3.2, 10.7.3.3); the vendor's part is in reviews.py."""

from __future__ import annotations

from partner_center.incentives.bill import RECONCILIATION, IncentiveBill, IncentiveBillStatus, keys_of_period
from partner_center.incentives.contracts import (
    ConfirmIncentiveBills,
    ReconciledBill,
    ReconciledBills,
    RejectIncentiveBills,
)
from partner_center.incentives.reviews import open_bill_review
from partner_center.kernel.errors import NotFound
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def confirm_incentive_bills(request: ConfirmIncentiveBills, caller: Caller, work: Work) -> ReconciledBills:
    """Confirm all incentive bills of a month together (10.7.3.2/r2).

    Raises NotFound for a month without any; Refused illegal_transition.
    """
    return _decide("confirm", request.billing_period, None, caller, work)


def reject_incentive_bills(request: RejectIncentiveBills, caller: Caller, work: Work) -> ReconciledBills:
    """Reject all incentive bills of a month, both association types together (10.7.3.2/r2, r3).

    Raises NotFound for a month without any; Refused illegal_transition.
    """
    return _decide("reject", request.billing_period, request.reason, caller, work)


def _decide(step: str, billing_period: str, reason: str | None, caller: Caller, work: Work) -> ReconciledBills:
    bills: list[IncentiveBill] = [bill for bill in work.look(*keys_of_period(caller.partner_id, billing_period)) if bill is not None]
    if not bills:
        raise NotFound("incentive bill")
    work.require(*(RECONCILIATION.refuses(step, bill.status, caller.actor) for bill in bills))
    for bill in bills:
        bill.status = RECONCILIATION.take(step, bill.status, caller.actor)
        bill.decided_at = work.now
        bill.reject_reason = reason
        if bill.status is IncentiveBillStatus.REJECTED:
            bill.wait_for(None)
        else:
            open_bill_review(bill, work)
    work.change(*bills)
    return ReconciledBills(billing_period=billing_period, items=[ReconciledBill.of(bill) for bill in bills])
