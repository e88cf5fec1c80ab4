"""Customer accounts: the facts about a customer that the vendor's systems know and that decide whom it may be associated with."""

from __future__ import annotations

from urllib.parse import quote

from partner_center.customers.association import AssociationType
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.partners import ContractingEntity
from partner_center.platform.table import LOOKUP, Choice, Flag, Instant, Key, MoneyAttribute, Place, Record, Text, Texts, Whole, query
from partner_center.platform.work import Work


class Site(Labelled):
    """The site on which the account registered."""

    CHINA = "china", "中国站", "China site"
    INTERNATIONAL = "international", "国际站", "International site"


class RealName(Labelled):
    """The real-name verification of the account."""

    NONE = "none", "未认证", "Not verified"
    INDIVIDUAL = "individual", "个人认证", "Individual"
    ENTERPRISE = "enterprise", "企业认证", "Enterprise"


class EnterpriseRole(Labelled):
    """The account's place in an enterprise's accounts."""

    NONE = "none", "无", "None"
    MASTER = "master", "企业主账号", "Enterprise master"
    CHILD = "child", "企业子账号", "Enterprise child"


class Freeze(Labelled):
    """What an account is frozen for (glossary part 2; the list of 16.1/r2 is not complete there)."""

    CLOSURE = "closure", "销户冻结", "For closure"
    POLICE = "police", "公安冻结", "By the police"
    VIOLATION = "violation", "违规冻结", "For a violation"
    ARREARS = "arrears", "欠费冻结", "For arrears"
    PARTNER = "partner", "伙伴冻结", "By the partner"


MOST_OF_ONE_NAME = 10  # accounts; names are one's own where people sign in, the vendor's systems may know older ones
COMMERCIAL = frozenset({PartnerType.SOLUTION_PROVIDER, PartnerType.DISTRIBUTOR, PartnerType.RESELLER})  # 经销商, of whichever kind


def _nothing() -> Money:
    return Money.zero()


class CustomerAccount(Record, kind="customer_account"):
    """A customer's account with the vendor; `customer_id` is its id in the user pool. Amounts in CNY, mobile without country code.

    The vendor's systems keep the facts through `record_account_facts`; `associated_partner_id` and `association_type`, which change
    together, are ours. contracting_entity: the vendor's company that the customer has its contract with. partner_type: what kind of partner
    the account is; `is_partner` alone may mean that it applies to be one. master_customer_id: of an enterprise child. credit_code: of a
    verified enterprise. freezes: what it is frozen for now.
    """

    PLACE = Place("customer/{customer_id}", "account")
    LOOKUP = Place("customer_account_name/{account_name}", "{customer_id}")
    SECRET = ("mobile", "email")

    customer_id = Text()
    account_name = Text()
    customer_name = Text(null=True)
    mobile = Text()
    email = Text(null=True)
    registered_at = Instant(null=True)
    activated_at = Instant(null=True)
    associated_partner_id = Text(null=True)
    association_type = Choice(AssociationType, null=True)

    customer_level = Text(default="V0")
    site = Choice(Site, default=Site.CHINA)
    real_name = Choice(RealName, default=RealName.NONE)
    enterprise_role = Choice(EnterpriseRole, default=EnterpriseRole.NONE)
    managed = Flag(default=False)  # a child under financial custody
    has_unmanaged_children = Flag(default=False)
    has_cash_consumption = Flag(default=False)
    is_partner = Flag(default=False)  # or is applying to be one
    reported_by_vendor = Flag(default=False)
    government_subsidy = Flag(default=False)
    reward_programme = Flag(default=False)
    consumer_cloud = Flag(default=False)
    special_contract = Flag(default=False)
    reserved_instances = Flag(default=False)
    credit_account = Flag(default=False)
    followed_by_direct_sales = Flag(default=False)
    online_sales_team = Flag(default=False)
    sales_support_centre = Flag(default=False)
    vendor_internal = Flag(default=False)
    arrears = MoneyAttribute(default=_nothing)
    owed_invoice_amount = MoneyAttribute(default=_nothing)
    direct_credit_limit = MoneyAttribute(default=_nothing)  # not used; 13.1.1/r23
    stored_value_card_balance = MoneyAttribute(default=_nothing)
    bonus_balance = MoneyAttribute(default=_nothing)
    cash_balance = MoneyAttribute(default=_nothing)  # with the vendor itself
    support_plan = Flag(default=False)  # holds products of the Partner Support Plan
    framework_contract = Flag(default=False)
    unpaid_partner_orders = Whole(default=0)  # orders that wait for the partner's payment
    unused_pickup_coupons = Whole(default=0)
    contracting_entity = Choice(ContractingEntity, null=True)
    master_customer_id = Text(null=True)
    credit_code = Text(null=True)
    partner_type = Choice(PartnerType, null=True)
    freezes = Texts()
    closed_at = Instant(null=True)

    @property
    def is_commercial_partner(self) -> bool:
        """Whether the account has become a partner that resells (经销商伙伴)."""
        return self.partner_type in COMMERCIAL

    @property
    def name(self) -> str:
        """The customer's name, the account's where nobody gave one."""
        return self.customer_name or self.account_name


class MobileAccounts(Record, kind="mobile_accounts"):
    """The accounts registered with one mobile. Whatever depends on it (reports, associations) writes it too and so comes one by one."""

    PLACE = Place("customer_mobile/{mobile}", "accounts")
    SECRET = ("mobile",)

    mobile = Text()
    customer_ids = Texts()


def customer_account_key(customer_id: str) -> Key[CustomerAccount]:
    """The address of a customer's account."""
    return CustomerAccount.key(customer_id=customer_id)


def ids_by_account_name(account_name: str) -> list[str]:
    """The ids of the accounts that were last known by this name, as the index tells: read them before anything is decided."""
    found = query(CustomerAccount, f"customer_account_name/{quote(account_name, safe='')}", index=LOOKUP, limit=MOST_OF_ONE_NAME)
    return [account.customer_id for account in found.items]


def mobile_key(mobile: str) -> Key[MobileAccounts]:
    """The address of a mobile's accounts."""
    return MobileAccounts.key(mobile=mobile)


def list_under_mobile(work: Work, known: MobileAccounts | None, mobile: str, customer_id: str) -> None:
    """Note that an account has this mobile."""
    accounts = known or MobileAccounts(mobile=mobile)
    accounts.customer_ids = sorted({*accounts.customer_ids, customer_id})
    work.keep(accounts)
