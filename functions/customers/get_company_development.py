"""Development of a company (guide 10.3.4.5)."""

from partner_center.customers import CompanyRef, Development, get_company_development
from partner_center.platform.action import Action, Caller, Work


@Action.get("/companies/{company_id}/development", allow="customers.report", guide=["10.3.4.5/get_company_development"])
def app(request: CompanyRef, caller: Caller, work: Work) -> Development:
    return get_company_development(request, caller, work)
