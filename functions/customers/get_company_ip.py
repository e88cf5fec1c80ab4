"""Intellectual property of a company (guide 10.3.4.5)."""

from partner_center.customers import CompanyRef, IntellectualProperty, get_company_ip
from partner_center.platform.action import Action, Caller, Work


@Action.get("/companies/{company_id}/intellectual-property", allow="customers.report", guide=["10.3.4.5/get_company_ip"])
def app(request: CompanyRef, caller: Caller, work: Work) -> IntellectualProperty:
    return get_company_ip(request, caller, work)
