"""Report a customer: claim a prospect for 15 days (guide 10.3.4.1)."""

from partner_center.customers import ReportCustomer, ReportState, report_customer
from partner_center.platform.action import Action, Caller, Work


@Action.post("/reports", allow="customers.report", guide=["10.3.4.1/report_customer"], status=201)
def app(request: ReportCustomer, caller: Caller, work: Work) -> ReportState:
    return report_customer(request, caller, work)
