"""Go on with a report that needs manual review (guide 10.3.4.1)."""

from partner_center.customers import ApplyForReview, ReportState, apply_manual_report_review
from partner_center.platform.action import Action, Caller, Work


@Action.post("/reports/reviews", allow="customers.report", guide=["10.3.4.1/apply_manual_report_review"], status=201)
def app(request: ApplyForReview, caller: Caller, work: Work) -> ReportState:
    return apply_manual_report_review(request, caller, work)
