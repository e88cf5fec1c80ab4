"""Manual review of customer reports: a partner asks for it, the vendor's staff decides at the review desk (10.3.4.1)."""

from __future__ import annotations

from typing import Any

from partner_center.customers.account import customer_account_key
from partner_center.customers.applications.pre_review import PRE_REVIEW
from partner_center.customers.eligibility import NO_ACCOUNT, Facts, reasons_against_report
from partner_center.customers.expanding import expander_of
from partner_center.customers.invitation import record_id_of, record_key
from partner_center.customers.report import REPORT_FLOW, CustomerReport, Reporting, ReportStatus, load_reporting, report_key
from partner_center.customers.report_contracts import (
    ApplyForReview,
    ReportState,
)
from partner_center.customers.reporting import (
    Prospect,
    begin_validity,
    load_prospect,
    open_report,
    refuses_form,
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

    The prospect is claimed while the review runs (OPEN). A valid report whose customer came to need a review afterwards goes back to 待审核
    (10.3.4.4, reasons 7 and 8). Raises Refused `review_not_needed` where it could be reported directly.
    """
    prospect = load_prospect(work, caller, request)
    again = _to_be_reviewed_after_all(prospect, work)
    contact, full = refuses_partner(prospect, work)[1:]
    work.require(
        *refuses_form(prospect, request.account_name, "apply", caller),
        prospect.expander.refuses(),
        contact,
        *([] if again else [full, refuses_repetition(prospect)]),
    )
    refused, review = reasons_against_report(prospect.facts(work))
    work.require(*refused)
    work.require(None if review else Refusal.because("review_not_needed", "10.3.4.1/r9", way_out="report_directly"))
    if again:
        reporting = again
        reporting.take("apply_again", work)
        reporting.note_in_review(work)
        reporting.report.send_invite = request.send_invite
        reporting.report.email = request.email or reporting.report.email
        reporting.report.association_type = request.association_type or reporting.report.association_type
    else:
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


def _to_be_reviewed_after_all(prospect: Prospect, work: Work) -> Reporting | None:
    """The partner's own valid report of this very prospect, which no review has passed; None where there is none."""
    claim = prospect.living_claim
    if claim is None or claim.partner_id != prospect.partner.partner_id or claim.reviewed or not claim.is_report_at(work.now):
        return None
    report = work.get(report_key(claim.partner_id, claim.report_id))
    company_claim = prospect.living_company_claim
    return Reporting(report, claim, prospect.count, company_claim)


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
    of_account = report.claim_subject.removeprefix(ACCOUNT) if report.claim_subject.startswith(ACCOUNT) else None
    record, *accounts = work.look(
        record_key(report.partner_id, record_id_of(report.report_id)), *([customer_account_key(of_account)] if of_account else [])
    )
    expander = expander_of(work, report.partner_id)
    work.rely_on(*accounts)
    account = accounts[0] if accounts else NO_ACCOUNT
    company_claim = reporting.company_claim
    facts = Facts(report.partner_id, work.now, reporting.claim, account, expander.partner.partner_type, company_claim)
    refused, asking = reasons_against_report(facts)
    work.require(expander.refuses(), *refused)
    for claim in reporting.claims:
        claim.reviewed = True
    reporting.take("approve", work)
    state = begin_validity(work, reporting, record)
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
KINDS = (REPORT_REVIEW, PRE_REVIEW)
