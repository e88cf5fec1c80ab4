"""A company as public sources know it: four sections, the fields of 10.3.4.5 with those that 11.2.2.5 and 12.3.1.10 make legible.

Amounts, dates and counts are the source's own texts: it gives them with units and currencies of its own, and nothing here computes with
them.
"""

from __future__ import annotations

from partner_center.platform.contracts import Response


class Structure(Response):
    """One knot of 企业架构图: a company or a department, and what stands below it."""

    name: str
    children: list[Structure] = []


class Shareholder(Response):
    """One holder of equity; `holders` are those behind it (股权穿透图)."""

    name: str
    kind: str
    ratio: str
    subscribed_capital: str | None = None
    holders: list[Shareholder] = []


class Relation(Response):
    """Another company or person to which the company is related, and how (企业关系图)."""

    name: str
    kind: str
    relation: str


class Registration(Response):
    """工商信息."""

    credit_code: str
    name: str
    legal_person_type: str
    legal_person: str
    registration_state: str
    registered_capital: str
    paid_in_capital: str | None
    company_type: str
    industry: str
    first_level_industry: str
    second_level_industry: str
    listed: bool
    founded_on: str
    insured_staff: int | None
    former_names: list[str]
    address: str
    business_scope: str
    website: str | None


class BasicInfo(Response):
    """企业基本信息: the three graphs and the registration."""

    structure: Structure
    equity: list[Shareholder]
    relations: list[Relation]
    registration: Registration


class CloudSite(Response):
    """Where the company's sites lie."""

    provider: str
    region: str
    website: str
    ip: str


class CloudInfo(Response):
    """上云信息: 上云钱包厚度 as a range, 上云活跃度 as one to five stars."""

    wallet_size: str
    activity_stars: int
    vendor_industry: str
    sites: list[CloudSite]


class Financing(Response):
    """投融资信息."""

    stage: str
    amount: str
    investors: list[str]
    announced_on: str


class AppProduct(Response):
    """产品信息."""

    app_name: str
    category: str
    description: str
    downloads: str
    score: str
    raters: str
    compatibility: str
    age_rating: str
    released_on: str
    tags: list[str]


class Brand(Response):
    """项目品牌."""

    brand: str
    introduction: str
    financing_round: str
    location: str
    founded_on: str
    tags: list[str]


class Ranking(Response):
    """上榜榜单. OPEN: 10.3.4.5 prints the certifying body where 11.2.2.5 prints the year; both are kept."""

    ranking: str
    certified_by: str
    certified_year: str
    valid: bool
    listed_on: str
    awarded_by: str


class Development(Response):
    """公司发展."""

    financing: list[Financing]
    products: list[AppProduct]
    brands: list[Brand]
    rankings: list[Ranking]


class SoftwareCopyright(Response):
    """软件著作权."""

    registration_no: str
    short_name: str
    full_name: str
    version_no: str
    first_published_on: str
    class_no: str
    announced_title: str
    owner: str
    owner_type: str


class Patent(Response):
    """专利信息."""

    name: str
    kind: str
    granted_on: str
    grant_no: str
    application_no: str
    applied_on: str
    updated_on: str


class IntellectualProperty(Response):
    """知识产权."""

    software_copyrights: list[SoftwareCopyright]
    patents: list[Patent]


class Company(Response):
    """Everything that is known of a company, section by section. Its credit code is its id."""

    basic: BasicInfo
    cloud: CloudInfo
    development: Development
    intellectual_property: IntellectualProperty

    @property
    def credit_code(self) -> str:
        """The unified social credit code."""
        return self.basic.registration.credit_code

    @property
    def name(self) -> str:
        """The name under which it is registered now."""
        return self.basic.registration.name

    @property
    def names(self) -> list[str]:
        """The registered name and the former ones."""
        return [self.name, *self.basic.registration.former_names]
