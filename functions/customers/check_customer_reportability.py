"""Whether a customer can be reported, and why not (guide 10.3.4.1)."""

from partner_center.customers import CheckReportability, Reportability, check_customer_reportability
from partner_center.platform.action import Action, Caller, Work


@Action.get("/reportability", allow="customers.report", guide=["10.3.4.1/check_customer_reportability"])
def app(request: CheckReportability, caller: Caller, work: Work) -> Reportability:
    return check_customer_reportability(request, caller, work)
