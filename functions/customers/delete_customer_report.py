"""Delete a report (guide 10.3.4.1)."""

from partner_center.customers import ReportRef, ReportState, delete_customer_report
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/reports/{report_id}", allow="customers.report", guide=["10.3.4.1/delete_customer_report"])
def app(request: ReportRef, caller: Caller, work: Work) -> ReportState:
    return delete_customer_report(request, caller, work)
