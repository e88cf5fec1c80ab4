"""Incentives that nobody applied for in time (10.7.4.2/r24)."""

from __future__ import annotations

from partner_center.incentives.bill import EXPIRY, IncentiveBill, incentive_bill_key
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


def expire_unapplied_incentives(run: Run) -> None:
    """Let positive incentives lapse whose time to apply is over."""
    run.each(run.due(IncentiveBill, EXPIRY), expire_incentive)


def expire_incentive(due: IncentiveBill, work: Work) -> bool:
    """Let one incentive lapse; answers False where it is no longer open or not over yet."""
    bill = work.get(incentive_bill_key(due.partner_id, due.incentive_bill_id))
    if not (bill.is_payable and bill.has_lapsed(work.now)):
        return False
    bill.lapse()
    work.change(bill)
    return True
