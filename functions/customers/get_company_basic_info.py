"""Registration and graphs of a company (guide 10.3.4.5)."""

from partner_center.customers import BasicInfo, CompanyRef, get_company_basic_info
from partner_center.platform.action import Action, Caller, Work


@Action.get("/companies/{company_id}/basic", allow="customers.report", guide=["10.3.4.5/get_company_basic_info"])
def app(request: CompanyRef, caller: Caller, work: Work) -> BasicInfo:
    return get_company_basic_info(request, caller, work)
