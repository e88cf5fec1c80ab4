"""Delete several reports (guide 10.3.4.1)."""

from partner_center.customers import ReportRefs, ReportsDone, batch_delete_customer_reports
from partner_center.platform.action import Action, Caller, Work


@Action.post("/reports/deletions", allow="customers.report", guide=["10.3.4.1/batch_delete_customer_reports"])
def app(request: ReportRefs, caller: Caller, work: Work) -> ReportsDone:
    return batch_delete_customer_reports(request, caller, work)
