"""Decide a report that needs manual review (guide 10.3.4.1)."""

from partner_center.customers import ReportState, ReviewReport, review_customer_report
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/partners/{partner_id}/reports/{report_id}/decision", allow="customers.review_reports", guide=["10.3.4.1/review_customer_report"]
)
def app(request: ReviewReport, caller: Caller, work: Work) -> ReportState:
    return review_customer_report(request, caller, work)
