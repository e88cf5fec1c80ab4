"""Manual review of customer reports: a partner asks for it, the vendor's staff decides at the review desk (10.3.4.1)."""

from __future__ import annotations

from typing import Any

from partner_center.customers.account import customer_account_key
from partner_center.customers.contracts import ApplyForReview, ReportState
from partner_center.customers.eligibility import NO_ACCOUNT, Facts, reasons_against_report
from partner_center.customers.report import REPORT_FLOW, CustomerReport, ReportStatus, load_reporting, report_key
from partner_center.customers.reporting import (
    begin_validity,
    load_prospect,
    open_report,
    refuses_account,
    refuses_partner,
    refuses_repetition,
)
from partner_center.customers.terms import terms
from partner_center.kernel import clock
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work
from partner_center.reviews import Decision, ReviewKind, Ruling, open_review, withdraw_review

ACCOUNT = "account/"


def apply_manual_report_review(request: ApplyForReview, caller: Caller, work: Work) -> ReportState:
    """Go on with a report that needs manual review; it is due after 4 working days (10.3.4.1/r18).

    The prospect is claimed while the review runs (OPEN). Raises Refused `review_not_needed` where it could be reported directly.
    """
    prospect = load_prospect(work, caller.partner_id, request.mobile, request.account_name)
    work.require(refuses_account(prospect, request.account_name), *refuses_partner(prospect, work), refuses_repetition(prospect))
    refused, review = reasons_against_report(prospect.facts(work))
    work.require(*refused)
    work.require(None if review else Refusal.because("review_not_needed", "10.3.4.1/r9", way_out="report_directly"))
    reporting = open_report(work, prospect, request, ReportStatus.IN_REVIEW)
    due = clock.working_days_later(clock.business_date(work.now), terms(work.now).review_working_days)
    reporting.report.review_due_at = clock.end_of(due)
    reporting.report.review_reasons = [refusal.code for refusal in review]
    reporting.report.expected_new_consumption = request.expected_new_consumption
    reporting.report.communication_process = request.communication_process
    report = reporting.report
    open_review(
        work,
        REPORT_REVIEW,
        report.report_id,
        partner_id=report.partner_id,
        title=report.customer_full_name,
        due_at=report.review_due_at,
        facts={
            "partner_name": prospect.partner.name,
            "customer_full_name": report.customer_full_name,
            "account_name": report.account_name,
            "reasons": list(report.review_reasons),
            "expected_new_consumption": report.expected_new_consumption,
            "communication_process": report.communication_process,
        },
    )
    return ReportState.of(report)


def withdraw_report_review(report: CustomerReport, work: Work) -> None:
    """A report that lapses while it is in review leaves nothing to decide."""
    if report.status is ReportStatus.IN_REVIEW:
        withdraw_review(work, REPORT_REVIEW, report.report_id, partner_id=report.partner_id)


def decide_report(ruling: Ruling, work: Work) -> dict[str, Any]:
    """Approve (the 15 days begin, the invitation goes out where asked for) or reject (the prospect is free again).

    Raises Refused `illegal_transition`, or what makes the customer not reportable by now; NotFound.
    """
    report = work.get(report_key(ruling.partner_id or "", ruling.subject_id))
    approved = ruling.decision is Decision.APPROVED
    work.require(REPORT_FLOW.refuses("approve" if approved else "reject", report.status, work.caller.actor))
    reporting = load_reporting(work, report)
    report.reviewed_at, report.review_comment = work.now, ruling.reason
    if not approved:
        reporting.take("reject", work)
        return {"status": report.status}
    if reporting.claim is None:
        raise Broken("a report in review without its claim")
    account = NO_ACCOUNT
    if report.claim_subject.startswith(ACCOUNT):
        account = work.get(customer_account_key(report.claim_subject.removeprefix(ACCOUNT)))
        work.rely_on(account)
    refused, asking = reasons_against_report(Facts(report.partner_id, work.now, reporting.claim, account))
    work.require(*refused)
    reporting.claim.reviewed = True
    reporting.take("approve", work)
    state = begin_validity(work, reporting)
    return {
        "status": report.status,
        "reasons_now": [refusal.code for refusal in asking],
        "expires_at": clock.iso(state.expires_at) if state.expires_at else None,
        "invited": state.invited,
    }


REPORT_REVIEW = ReviewKind(
    "customers.report",
    Label("客户报备审核", "Review of a customer report"),
    duty="customers.review_reports",
    rule="10.3.4.1/r18",
    working_days=4,
    decide=decide_report,
)
KINDS = (REPORT_REVIEW,)
