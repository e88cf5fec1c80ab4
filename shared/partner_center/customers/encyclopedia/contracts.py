"""The words of the API about companies."""

from __future__ import annotations

from pydantic import model_validator

from partner_center.customers.association import AssociationType
from partner_center.customers.contracts import Email, MainlandMobile, Words
from partner_center.customers.encyclopedia.company import BasicInfo, CloudInfo, Company, Development, IntellectualProperty
from partner_center.customers.report_contracts import CreditCode
from partner_center.kernel.errors import Wrong
from partner_center.platform.contracts import Id, Name, Request, Response, Time, field


class SearchCompanies(Request):
    """A part of a company's name."""

    name: str = field("企业名称", "Company name", min_length=2, max_length=100)


class CompanyHit(Response):
    """One company that was found. `company_id` is its unified social credit code."""

    company_id: str
    name: str
    former_names: list[str]
    registration_state: str
    founded_on: str
    legal_person: str

    @classmethod
    def of(cls, company: Company) -> CompanyHit:
        """A company in a list of hits."""
        known = company.basic.registration
        return cls(
            company_id=known.credit_code,
            name=known.name,
            former_names=known.former_names,
            registration_state=known.registration_state,
            founded_on=known.founded_on,
            legal_person=known.legal_person,
        )


class CompanyHits(Response):
    """What was found, exact names first. `more` where there are further ones: ask with more of the name."""

    items: list[CompanyHit]
    more: bool


class CompanyRef(Request):
    """One company."""

    company_id: CreditCode


class ReportCompany(CompanyRef):
    """The report form with the company filled in."""

    mobile: MainlandMobile = field("手机号码", "Mobile; the customer must register with it", masked=True)
    account_name: Name | None = field("账号名", "Account name; where the mobile has several accounts", default=None)
    email: Email | None = field("电子邮箱", "E-mail", default=None, masked=True)
    send_invite: bool = field("发送邀请链接", "Send the invitation link", default=False)
    association_type: AssociationType | None = field("关联类型", "Association type", default=None)

    @model_validator(mode="after")
    def _invitation_is_complete(self) -> ReportCompany:
        if self.send_invite and (self.email is None or self.association_type is None):
            raise Wrong("邀请须填写邮箱和关联类型", "an invitation needs e-mail and association type")
        return self


class GetEnterpriseProfile(Request):
    """A customer of the partner, or of one of its resellers."""

    customer_id: Id
    reseller_id: Id | None = field("云经销商", "Reseller", default=None)


class ProfileSummary(Response):
    """The head of the page."""

    wallet_size: str
    activity_stars: int
    providers: list[str]
    registration_state: str
    registered_capital: str
    founded_on: str
    industry: str
    listed: bool
    vendor_industry: str
    website: str | None

    @classmethod
    def of(cls, company: Company) -> ProfileSummary:
        """The head of a company's page."""
        known, cloud = company.basic.registration, company.cloud
        return cls(
            wallet_size=cloud.wallet_size,
            activity_stars=cloud.activity_stars,
            providers=list(dict.fromkeys(site.provider for site in cloud.sites)),
            registration_state=known.registration_state,
            registered_capital=known.registered_capital,
            founded_on=known.founded_on,
            industry=known.industry,
            listed=known.listed,
            vendor_industry=cloud.vendor_industry,
            website=known.website,
        )


class EnterpriseProfile(Response):
    """企业百科 of a customer. `taken_at`: when the source was asked. The disclaimer must be shown with it (10.4.1.11/r2)."""

    customer_id: str
    taken_at: Time
    disclaimer: Words
    summary: ProfileSummary
    basic: BasicInfo
    cloud: CloudInfo
    development: Development
    intellectual_property: IntellectualProperty
