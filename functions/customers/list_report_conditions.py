"""Whom one may report, and whom after a manual review only (guide 10.3.4.1)."""

from partner_center.customers import ReportConditions, list_report_conditions
from partner_center.platform.action import Action, Caller, Work


@Action.get("/report-conditions", allow="customers.report", guide=["10.3.4.1/check_customer_reportability"])
def app(caller: Caller, work: Work) -> ReportConditions:
    return list_report_conditions(caller, work)
