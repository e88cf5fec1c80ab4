"""The words of the area's API that several concepts share, and those of accounts and account managers; labels and limits with them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from partner_center.customers.account import EnterpriseRole, Freeze, RealName, Site
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import EN, ZH
from partner_center.kernel.messages import text_of
from partner_center.kernel.permissions import PartnerType
from partner_center.organisation import Contact
from partner_center.partners import ContractingEntity
from partner_center.platform.contracts import AmountOrZero, Id, Mobile, Name, Request, Response, Time, field

MainlandMobile = Annotated[Mobile, AfterValidator(lambda mobile: mobile.removeprefix("+86"))]
# 10.3.4.1/r22: letters, digits and three special characters; two are readable, OPEN: the third is `-`, `@` separates.
Email = Annotated[str, StringConstraints(max_length=128, pattern=r"^[A-Za-z0-9_.\-]+@[A-Za-z0-9_\-]+(\.[A-Za-z0-9_\-]+)+$")]
AccountName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_\-]{4,63}$")]
Token = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{32}$")]


CustomerLevel = Annotated[str, StringConstraints(pattern=r"^V[0-9]{1,2}$")]  # OPEN: the guide shows V0 only


class Words(Response):
    """A text in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, code: str) -> Words:
        """The texts of a code."""
        return cls(zh=text_of(code, ZH), en=text_of(code, EN))


class Reason(Response):
    """Why not: the condition, its rule, what can be done, and until when it holds where that is known."""

    code: str
    title: Words
    rule: str | None
    way_out: Words | None
    deadline: Time | None = None

    @classmethod
    def of(cls, refusal: Refusal) -> Reason:
        """A refusal as part of an answer that is itself a success."""
        way_out = Words.of(refusal.way_out) if refusal.way_out else None
        return cls(code=refusal.code, title=Words.of(refusal.code), rule=refusal.rule, way_out=way_out, deadline=refusal.deadline)


class NoticeText(Response):
    """The notice to be accepted, in its version in force; clauses by language."""

    name: Words
    version: str
    content: dict[str, list[str]]


# --- accounts -------------------------------------------------------------------------------------------------------------


class RecordAccountFacts(Request):
    """What the vendor's systems know of an account. Facts that are not given stay as they are; an unknown account needs name and mobile."""

    customer_id: Id
    account_name: Name | None = field("账号名", "Account name", default=None)
    customer_name: Name | None = field("客户名称", "Customer name", default=None)
    mobile: MainlandMobile | None = field("移动电话", "Mobile", default=None)
    email: Email | None = field("邮箱", "E-mail", default=None)
    registered_at: Time | None = field("注册时间", "Registered at", default=None)
    activated_at: Time | None = field("开通时间", "Activated at", default=None)
    customer_level: CustomerLevel | None = field("客户等级", "Customer level", default=None)
    site: Site = field("注册站点", "Site", default=Site.CHINA)
    real_name: RealName = field("实名认证", "Real-name verification", default=RealName.NONE)
    enterprise_role: EnterpriseRole = field("企业账号角色", "Enterprise role", default=EnterpriseRole.NONE)
    managed: bool = field("财务托管", "Financially managed", default=False)
    has_unmanaged_children: bool = field("有非财务托管子账号", "Has unmanaged children", default=False)
    has_cash_consumption: bool = field("有现金消费", "Has cash consumption", default=False)
    is_partner: bool = field("是或正在申请成为伙伴", "Is or applies to be a partner", default=False)
    reported_by_vendor: bool = field("云厂商已报备", "Reported by the vendor", default=False)
    government_subsidy: bool = field("政府补贴计划", "Government-subsidy programme", default=False)
    reward_programme: bool = field("奖励推广计划", "Reward programme", default=False)
    consumer_cloud: bool = field("消费者云用户", "Consumer-cloud user", default=False)
    special_contract: bool = field("特殊合同", "Special contract", default=False)
    reserved_instances: bool = field("未失效预留实例", "Reserved instances", default=False)
    credit_account: bool = field("信用账户", "Credit account", default=False)
    followed_by_direct_sales: bool = field("直销跟进", "Followed by direct sales", default=False)
    online_sales_team: bool = field("线上销售团队跟进", "Online sales team", default=False)
    sales_support_centre: bool = field("授权销售支持中心", "Sales support centre", default=False)
    vendor_internal: bool = field("云厂商内部账号", "Vendor-internal", default=False)
    arrears: AmountOrZero | None = field("欠费金额(¥)", "Arrears", default=None)
    owed_invoice_amount: AmountOrZero | None = field("欠票金额(¥)", "Owed invoices", default=None)
    direct_credit_limit: AmountOrZero | None = field("未使用的信用额度(¥)", "Unused credit limit", default=None)
    stored_value_card_balance: AmountOrZero | None = field("储值卡余额(¥)", "Stored-value card", default=None)
    bonus_balance: AmountOrZero | None = field("充值赠送余额(¥)", "Bonus balance", default=None)
    cash_balance: AmountOrZero | None = field("现金账户余额(¥)", "Cash balance with the vendor", default=None)
    support_plan: bool = field("合作伙伴支持计划产品", "Partner Support Plan products", default=False)
    framework_contract: bool = field("框架商务合同", "Framework commercial contract", default=False)
    unpaid_partner_orders: int = field("待伙伴支付订单数", "Orders waiting for the partner's payment", default=0, ge=0, le=1_000_000)
    unused_pickup_coupons: int = field("未使用完的提货券数", "Unused pick-up coupons", default=0, ge=0, le=1_000_000)
    contracting_entity: ContractingEntity | None = field("签约主体", "Contracting entity", default=None)
    master_customer_id: Id | None = field("企业主账号", "Enterprise master of a child", default=None)
    credit_code: Id | None = field("统一社会信用代码", "Credit code of the verified enterprise", default=None)
    partner_type: PartnerType | None = field("伙伴类型", "What kind of partner the account is", default=None)
    freezes: list[Freeze] = field("冻结类型", "What the account is frozen for", default=[], unique=True)
    closed_at: Time | None = field("销户时间", "Closed at", default=None)


class AccountState(Response):
    """An account after its facts were recorded."""

    customer_id: str
    account_name: str
    associated_partner_id: str | None


class AccountsByMobile(Request):
    """A mobile number."""

    mobile: MainlandMobile


class AccountNames(Response):
    """The accounts registered with a mobile."""

    account_names: list[str]


# --- account managers -----------------------------------------------------------------------------------------------------

MANAGED_AT_ONCE = 18  # customers in one assignment: with lines, histories and former managers they still fit into one transaction


class AssignCustomers(Request):
    """Customers for an account manager."""

    manager_id: Id
    customer_ids: list[Id] = field("客户", "Customers", min_length=1, max_length=MANAGED_AT_ONCE, unique=True)


class AssignManager(Request):
    """The account manager of a customer."""

    customer_id: Id
    manager_id: Id = field("客户经理", "Account manager")


class ManagedCustomerRef(Request):
    """One customer of an account manager."""

    manager_id: Id
    customer_id: Id


class ManagedCustomerRefs(Request):
    """Several customers of an account manager."""

    manager_id: Id
    customer_ids: list[Id] = field("客户", "Customers", min_length=1, max_length=MANAGED_AT_ONCE, unique=True)


class TransferCustomers(Request):
    """All customers of a manager who leaves, for another one."""

    manager_id: Id
    to_manager_id: Id = field("新客户经理", "The manager who gets them")


class Transferred(Response):
    """A transfer that has begun; its customers change hands one after the other."""

    transfer_id: str
    manager_id: str
    to_manager_id: str
    customers: int


class Assigned(Response):
    """What a command did, and how many customers the manager has now."""

    manager_id: str
    customer_ids: list[str]
    assigned_customers: int


class PartnerContacts(Response):
    """The partner of a customer and whom to turn to there."""

    partner_name: str
    contacts: list[Contact]
