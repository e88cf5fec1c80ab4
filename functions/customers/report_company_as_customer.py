"""Report a company that was found (guide 10.3.4.5)."""

from partner_center.customers import ReportCompany, ReportState, report_company_as_customer
from partner_center.platform.action import Action, Caller, Work


@Action.post("/companies/{company_id}/reports", allow="customers.report", guide=["10.3.4.5/report_company_as_customer"], status=201)
def app(request: ReportCompany, caller: Caller, work: Work) -> ReportState:
    return report_company_as_customer(request, caller, work)
