"""Cloud use of a company (guide 10.3.4.5)."""

from partner_center.customers import CloudInfo, CompanyRef, get_company_cloud_info
from partner_center.platform.action import Action, Caller, Work


@Action.get("/companies/{company_id}/cloud", allow="customers.report", guide=["10.3.4.5/get_company_cloud_info"])
def app(request: CompanyRef, caller: Caller, work: Work) -> CloudInfo:
    return get_company_cloud_info(request, caller, work)
