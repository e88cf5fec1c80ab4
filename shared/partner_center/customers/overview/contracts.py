"""What is asked and answered about a customer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from partner_center.customers.account import EnterpriseRole, RealName
from partner_center.customers.association import AssociationStatus, AssociationType
from partner_center.customers.contracts import Words
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Id, Name, Remark, Request, Response, Time, field

TAGS = 10  # OPEN: on one customer
# As long as an invitation's custom label, which is a tag too and must be sent with the others to be kept.
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"^[^\n]+$")]


class GetCustomer(Request):
    """A customer of the partner; with `reseller_id` one of that reseller's, of which its distributor sees the basic information."""

    customer_id: Id
    reseller_id: Id | None = field("云经销商", "Reseller", default=None)


class GetOverview(Request):
    """A customer of the partner."""

    customer_id: Id


class CurrentManager(Response):
    """The account manager who has a customer, from when on, and the Beijing day from which its data are his. Masked."""

    user_id: str
    name: str | None
    since: Time | None
    data_from: date | None


class CustomerDetail(Response):
    """A customer (tab 基本信息). Names and addresses leave masked; the reveal desk shows them. Amounts in CNY.

    available_quota is below zero by what is owed while the customer is in arrears. discounts: none is kept yet. What a distributor sees of
    a reseller's customer ends with `custom_label`.
    """

    customer_id: str
    customer_name: str | None
    account_name: str | None
    mobile: str | None
    email: str | None
    association_type: AssociationType
    status: AssociationStatus
    associated_at: Time
    customer_level: str
    real_name: RealName
    real_name_verified: bool
    customer_kind: RealName | None
    enterprise_role: EnterpriseRole
    financially_managed: bool | None
    custom_label: str | None
    account_manager_id: str | None = None
    account_manager: CurrentManager | None = None
    tags: list[str] = []
    available_quota: Money | None = None
    arrears: Money | None = None
    owed_invoice_amount: Money | None = None
    last_adjusted_at: Time | None = None
    discounts: list[Words] = []


class Counter(Response):
    """A number of the overview and the list it opens; no number where the area that counts it has told none yet."""

    name: str
    label: Words
    count: int | None
    opens: str


class MonthOfConsumption(Response):
    """What was charged less what was refunded in a month. CNY."""

    billing_period: str
    amount: Money


class ProductConsumption(Response):
    """A product's part in this month's consumption."""

    product_type: str
    amount: Money


class CustomerOverview(Response):
    """The widgets of a customer's overview. trend: oldest month first, the running one last. Amounts in CNY."""

    customer_id: str
    counters: list[Counter]
    month_consumption: Money
    last_month_consumption: Money
    trend: list[MonthOfConsumption]
    product_ranking: list[ProductConsumption]
    consumption_details: str
    available_quota: Money
    in_arrears: bool
    last_adjusted_at: Time | None


class SetTags(Request):
    """All tags of a customer; an empty list takes them away."""

    customer_id: Id
    tags: list[Tag] = field("客户标签", "Tags", max_length=TAGS, unique=True)


class Tags(Response):
    """A customer's tags as they are now."""

    customer_id: str
    tags: list[str]


class RecordFollowUp(Request):
    """What the vendor's key-account manager noted about a customer."""

    customer_id: Id
    follow_up_id: Id
    followed_at: Time = field("跟进时间", "Followed up at")
    manager_name: Name = field("大客户经理", "Key-account manager", masked=True)
    content: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)] = field("跟进内容", "What was done")


class FollowUpKept(Response):
    """Where a follow-up is seen."""

    follow_up_id: str
    partner_id: str


class RecordMigration(Request):
    """A batch of customers that the vendor moved to a partner, as its systems carried it out."""

    partner_id: Id
    migration_id: Id
    migrated_at: Time = field("迁移时间", "Migrated at")
    from_partner_name: Name | None = field("原合作伙伴", "Former partner", default=None)
    customers: int = field("客户数", "Customers", ge=1)
    succeeded: int = field("成功数", "Succeeded", ge=0)
    remark: Remark | None = field("备注", "Remark", default=None)


class MigrationKept(Response):
    """A batch as it is kept."""

    migration_id: str
    partner_id: str


class SubscribeCustomerInfo(Request):
    """Whether the signed-in user wants messages about customers."""

    subscribed: bool = field("客户信息订阅", "Subscribe to customer information")


class InfoSubscription(Response):
    """The signed-in user's choice."""

    subscribed: bool
