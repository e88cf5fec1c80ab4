"""The vendor decides reports that need manual review (10.3.4.1)."""

from __future__ import annotations

from partner_center.customers.account import customer_account_key
from partner_center.customers.contracts import ReportState, ReviewReport
from partner_center.customers.eligibility import NO_ACCOUNT, Facts, reasons_against_report
from partner_center.customers.report import REPORT_FLOW, load_reporting, report_key
from partner_center.customers.reporting import begin_validity
from partner_center.kernel.errors import Broken
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

ACCOUNT = "account/"


def review_customer_report(request: ReviewReport, caller: Caller, work: Work) -> ReportState:
    """Approve (the 15 days begin, the invitation goes out where asked for) or reject (the prospect is free again).

    Raises Refused `illegal_transition`, or what makes the customer not reportable by now; NotFound.
    """
    report = work.get(report_key(request.partner_id, request.report_id))
    work.require(REPORT_FLOW.refuses("approve" if request.approved else "reject", report.status, caller.actor))
    reporting = load_reporting(work, report)
    report.reviewed_at, report.review_comment = work.now, request.comment
    if not request.approved:
        reporting.take("reject", work)
        return ReportState.of(report)
    if reporting.claim is None:
        raise Broken("a report in review without its claim")
    account = NO_ACCOUNT
    if report.claim_subject.startswith(ACCOUNT):
        account = work.get(customer_account_key(report.claim_subject.removeprefix(ACCOUNT)))
        work.rely_on(account)
    refused, _ = reasons_against_report(Facts(report.partner_id, work.now, reporting.claim, account))
    work.require(*refused)
    reporting.claim.reviewed = True
    reporting.take("approve", work)
    return begin_validity(work, reporting)
