"""Applying for a payout by hand (10.7.4.2)."""

from __future__ import annotations

from partner_center.incentives.bill import IncentiveBill, incentive_bill_key
from partner_center.incentives.contracts import ApplyIncentivePayout, PayoutMade
from partner_center.incentives.payout import MOST_BILLS, open_bills, pay_out, permits, refuses_method, refuses_total, refuses_uncertified
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def apply_incentive_payout(request: ApplyIncentivePayout, caller: Caller, work: Work) -> PayoutMade:
    """Apply for one, some or (without ids) all open incentives whose kind permits the method (10.7.4.2/r2, r12).

    Open negative incentives that the method permits are always taken along as deductions (r23; OPEN: those of the other kind are not).
    Raises NotFound for an unknown bill; Refused business_not_certified, incentive_not_payable, incentive_lapsed,
    method_not_allowed_for_incentive, nothing_payable, deductions_outweigh.
    """
    asked = request.incentive_bill_ids
    partner, *chosen = work.read(
        partner_key(caller.partner_id), *(incentive_bill_key(caller.partner_id, bill_id) for bill_id in asked or [])
    )
    work.require(
        refuses_uncertified(partner),
        *(bill.refuses_application(work.now) for bill in chosen),
        *(refuses_method(request.method, bill) for bill in chosen),
    )
    bills: list[IncentiveBill] = [
        bill
        for bill in open_bills(work, caller.partner_id)
        if bill.refuses_application(work.now) is None
        and permits(request.method, bill)
        and (asked is None or bill.incentive_bill_id in asked or bill.incentive_amount.is_negative)
    ][:MOST_BILLS]
    work.require(refuses_total(bills))
    return PayoutMade.of(pay_out(work, partner, request.method, bills))
