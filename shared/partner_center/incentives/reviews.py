"""The vendor's review of confirmed incentive bills, at the review desk (10.7.3.3).

OPEN in 10.7.3.3: the source knows no rejection by the vendor, so the desk offers approval alone; a bill that is wrong stays undecided
until it is corrected. No date is given either: 5 working days.
"""

from __future__ import annotations

from typing import Any

from partner_center.incentives.bill import RECONCILIATION, IncentiveBill, incentive_bill_key
from partner_center.kernel import clock
from partner_center.kernel.labels import Label
from partner_center.platform.work import Work
from partner_center.reviews import Decision, ReviewKind, Ruling, open_review


def open_bill_review(bill: IncentiveBill, work: Work) -> None:
    """A confirmed bill waits for the vendor."""
    open_review(
        work,
        BILL_REVIEW,
        bill.incentive_bill_id,
        partner_id=bill.partner_id,
        title=bill.name_zh,
        facts={
            "name": {"zh": bill.name_zh, "en": bill.name_en},
            "billing_period": bill.billing_period,
            "association_type": bill.association_type.value,
            "incentive_amount": bill.incentive_amount.as_json(),
            "valid_until": clock.iso(bill.valid_until),
        },
    )


def decide_bill(ruling: Ruling, work: Work) -> dict[str, Any]:
    """Approve a confirmed bill: from now on it may be applied for (10.7.3.3/r3, OPEN there).

    Raises NotFound; Refused illegal_transition, incentive_already_approved.
    """
    bill = work.get(incentive_bill_key(ruling.partner_id or "", ruling.subject_id))
    work.require(RECONCILIATION.refuses("approve", bill.status, work.caller.actor), bill.refuses_approval())
    bill.approve(work.now)
    work.change(bill)
    return {"status": bill.status.value, "payable_amount": bill.payable_amount.as_json()}


BILL_REVIEW = ReviewKind(
    "incentives.bill",
    Label("激励账单审核", "Review of an incentive bill"),
    duty="incentives.review",
    rule="10.7.3.3/r3",
    working_days=5,
    decide=decide_bill,
    decisions=(Decision.APPROVED,),
)
KINDS = (BILL_REVIEW,)
