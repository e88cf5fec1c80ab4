"""Look a company up by its name (guide 10.3.4.5)."""

from partner_center.customers import CompanyHits, SearchCompanies, search_companies
from partner_center.platform.action import Action, Caller, Work


@Action.get("/companies", allow="customers.report", guide=["10.3.4.5/search_companies"])
def app(request: SearchCompanies, caller: Caller, work: Work) -> CompanyHits:
    return search_companies(request, caller, work)
