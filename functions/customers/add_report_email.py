"""Add the e-mail that a report lacks (guide 10.3.4.2)."""

from partner_center.customers import AddReportEmail, ReportState, add_report_email
from partner_center.platform.action import Action, Caller, Work


@Action.put("/reports/{report_id}/email", allow="customers.report", guide=["10.3.4.2/add_report_email"])
def app(request: AddReportEmail, caller: Caller, work: Work) -> ReportState:
    return add_report_email(request, caller, work)
