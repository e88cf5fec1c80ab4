"""Looking companies up by name, section by section, and reporting one that was found (10.3.4.5, 11.2.2.5, 12.2.1.5).

A distributor needs the leave to develop customers for it; a reseller may look although its distributor is delisted, but not report.
"""

from __future__ import annotations

from partner_center.customers.encyclopedia.company import BasicInfo, CloudInfo, Company, Development, IntellectualProperty
from partner_center.customers.encyclopedia.contracts import CompanyHit, CompanyHits, CompanyRef, ReportCompany, SearchCompanies
from partner_center.customers.encyclopedia.directory import directory
from partner_center.customers.report_contracts import ReportCustomer, ReportState
from partner_center.customers.reporting import report_customer
from partner_center.kernel.errors import NotFound
from partner_center.kernel.permissions import PartnerType
from partner_center.partners import partner_key, refuses_expansion
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

MOST = 20  # hits in one answer


def search_companies(request: SearchCompanies, caller: Caller, work: Work) -> CompanyHits:
    """Companies whose registered or former name holds the text (10.3.4.5/r1)."""
    _require_leave(caller, work)
    found = directory().search(request.name, MOST + 1)
    return CompanyHits(items=[CompanyHit.of(company) for company in found[:MOST]], more=len(found) > MOST)


def get_company_basic_info(request: CompanyRef, caller: Caller, work: Work) -> BasicInfo:
    """Structure, equity and relations, and the registration."""
    return _found(request, caller, work).basic


def get_company_cloud_info(request: CompanyRef, caller: Caller, work: Work) -> CloudInfo:
    """How much cloud it uses, how actively, and where its sites lie."""
    return _found(request, caller, work).cloud


def get_company_development(request: CompanyRef, caller: Caller, work: Work) -> Development:
    """Financing, products, brands and rankings."""
    return _found(request, caller, work).development


def get_company_ip(request: CompanyRef, caller: Caller, work: Work) -> IntellectualProperty:
    """Software copyrights and patents."""
    return _found(request, caller, work).intellectual_property


def report_company_as_customer(request: ReportCompany, caller: Caller, work: Work) -> ReportState:
    """Report a found company: the form of 10.3.4.1 with name and credit code filled in (10.3.4.5/r3). Raises as `report_customer`."""
    company = directory().by_code(request.company_id)
    if company is None:
        raise NotFound("company")
    given = request.model_dump(exclude={"company_id"})
    return report_customer(ReportCustomer(customer_full_name=company.name, credit_code=company.credit_code, **given), caller, work)


def _found(request: CompanyRef, caller: Caller, work: Work) -> Company:
    _require_leave(caller, work)
    company = directory().by_code(request.company_id)
    if company is None:
        raise NotFound("company")
    return company


def _require_leave(caller: Caller, work: Work) -> None:
    if caller.partner_type == PartnerType.DISTRIBUTOR:
        work.require(refuses_expansion(work.get(partner_key(caller.partner_id)), None))
