"""The words of the area's API: requests and answers with their limits and labels."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints, model_validator

from partner_center.customers.account import EnterpriseRole, RealName, Site
from partner_center.customers.association import AssociationType
from partner_center.customers.invitation import ExpansionRecord, ExpansionStatus
from partner_center.customers.link import CustomType, InvitationLink, url_of
from partner_center.customers.report import CustomerReport, ReportStatus
from partner_center.identity import NewPassword
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import EN, ZH, Labelled
from partner_center.kernel.messages import text_of
from partner_center.organisation import Contact
from partner_center.platform.contracts import AmountOrZero, Id, Mobile, Name, Remark, Request, Response, Time, field

MainlandMobile = Annotated[Mobile, AfterValidator(lambda mobile: mobile.removeprefix("+86"))]
# 10.3.4.1/r22: letters, digits and three special characters; two are readable, OPEN: the third is `-`, `@` separates.
Email = Annotated[str, StringConstraints(max_length=128, pattern=r"^[A-Za-z0-9_.\-]+@[A-Za-z0-9_\-]+(\.[A-Za-z0-9_\-]+)+$")]
AccountName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_\-]{4,63}$")]
Token = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{32}$")]
AT_ONCE = 30  # reports in one batch: with claims, links and events they still fit into one transaction


class Words(Response):
    """A text in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, code: str) -> Words:
        """The texts of a code."""
        return cls(zh=text_of(code, ZH), en=text_of(code, EN))


class Reason(Response):
    """Why not: the condition, its rule, and what can be done."""

    code: str
    title: Words
    rule: str | None
    way_out: Words | None

    @classmethod
    def of(cls, refusal: Refusal) -> Reason:
        """A refusal as part of an answer that is itself a success."""
        way_out = Words.of(refusal.way_out) if refusal.way_out else None
        return cls(code=refusal.code, title=Words.of(refusal.code), rule=refusal.rule, way_out=way_out)


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
    stored_value_card_balance: AmountOrZero | None = field("储值卡余额(¥)", "Stored-value card", default=None)
    bonus_balance: AmountOrZero | None = field("充值赠送余额(¥)", "Bonus balance", default=None)


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


# --- reports --------------------------------------------------------------------------------------------------------------


class CheckReportability(Request):
    """Whom the partner would report."""

    mobile: MainlandMobile
    account_name: Name | None = None


class ReportResult(Labelled):
    """What would become of a report."""

    DIRECT = "direct", "可直接报备", "Can be reported"
    MANUAL_REVIEW = "manual_review", "需人工审核", "Needs manual review"
    REFUSED = "refused", "不可报备", "Cannot be reported"


class Reportability(Response):
    """What would become of a report, and why."""

    result: ReportResult
    reasons: list[Reason]


class ReportCustomer(Request):
    """The report form. With an invitation to be sent, e-mail and association type are required (10.3.4.1/r19)."""

    customer_full_name: Name = field("客户全称", "Customer full name", masked=True)
    mobile: MainlandMobile = field("手机号码", "Mobile; the customer must register with it", masked=True)
    account_name: Name | None = field("账号名", "Account name; where the mobile has several accounts", default=None)
    email: Email | None = field("电子邮箱", "E-mail", default=None, masked=True)
    send_invite: bool = field("发送邀请链接", "Send the invitation link", default=False)
    association_type: AssociationType | None = field("关联类型", "Association type", default=None)

    @model_validator(mode="after")
    def _invitation_is_complete(self) -> ReportCustomer:
        if self.send_invite and (self.email is None or self.association_type is None):
            raise ValueError("an invitation needs e-mail and association type")
        return self


class ApplyForReview(ReportCustomer):
    """The report form, gone on with although it needs manual review."""

    expected_new_consumption: str = field("可能带来的新增消费数据", "Expected new consumption", min_length=1, max_length=1000)
    communication_process: str = field("与客户沟通的过程", "Communication with the customer", min_length=1, max_length=2000)


class ReportRef(Request):
    """One report of the partner."""

    report_id: Id


class ReportRefs(Request):
    """Several reports of the partner."""

    report_ids: list[Id] = field("报备记录", "Reports", min_length=1, max_length=AT_ONCE, unique=True)


class AddReportEmail(ReportRef):
    """The e-mail that was missing."""

    email: Email = field("电子邮箱", "E-mail", masked=True)


class ReportState(Response):
    """A report after a command."""

    report_id: str
    status: ReportStatus
    expires_at: Time | None
    review_due_at: Time | None
    invited: bool

    @classmethod
    def of(cls, report: CustomerReport, *, invited: bool = False) -> ReportState:
        """The state of a report."""
        return cls(
            report_id=report.report_id,
            status=report.status,
            expires_at=report.expires_at,
            review_due_at=report.review_due_at,
            invited=invited,
        )


class ReportDone(Response):
    """What became of one report of a batch; `reason` is why it was left out."""

    report_id: str
    done: bool
    reason: Reason | None = None


class ReportsDone(Response):
    """What became of a batch."""

    results: list[ReportDone]


# --- invitations ----------------------------------------------------------------------------------------------------------


class InviteCustomer(ReportRef):
    """Invite a reported customer by e-mail in a mode."""

    association_type: AssociationType = field("关联类型", "Association type")


class InviteCustomers(ReportRefs):
    """Invite several reported customers by e-mail in one mode."""

    association_type: AssociationType = field("关联类型", "Association type")


class RecordRef(Request):
    """One expansion record of the partner."""

    record_id: Id


class Invited(Response):
    """An invitation on its way."""

    record_id: str
    status: ExpansionStatus
    association_type: AssociationType
    expires_at: Time | None

    @classmethod
    def of(cls, record: ExpansionRecord) -> Invited:
        """The invitation of a record."""
        return cls(record_id=record.record_id, status=record.status, association_type=record.association_type, expires_at=record.expires_at)


class CreateCustomLink(Request):
    """A link of the partner's own: with a label, or for an account manager to whom its customers go."""

    association_type: AssociationType = field("关联类型", "Association type")
    custom_type: CustomType = field("自定义类型", "Custom type")
    custom_label: str | None = field("自定义标签", "Custom label", default=None, min_length=1, max_length=64)
    account_manager_id: Id | None = field("专属客户经理", "Dedicated account manager", default=None)
    remark: Remark | None = field("备注", "Remark", default=None)

    @model_validator(mode="after")
    def _type_has_its_value(self) -> CreateCustomLink:
        labelled = self.custom_type is CustomType.CUSTOM_LABEL
        if labelled != (self.custom_label is not None) or labelled == (self.account_manager_id is not None):
            raise ValueError("a label, or an account manager, as the custom type says")
        return self


class GetGeneralLink(Request):
    """The mode for which the signed-in user's general link is asked."""

    association_type: AssociationType = field("关联类型", "Association type")


class LinkRef(Request):
    """One link of the partner."""

    link_id: Id


class Link(Response):
    """A link that the partner passes on itself."""

    link_id: str
    url: str
    association_type: AssociationType
    custom_type: CustomType | None
    custom_label: str | None
    account_manager_id: str | None
    remark: str | None

    @classmethod
    def of(cls, link: InvitationLink) -> Link:
        """A link as its partner sees it."""
        return cls(
            link_id=link.link_id,
            url=url_of(link),
            association_type=link.association_type,
            custom_type=link.custom_type,
            custom_label=link.custom_label,
            account_manager_id=link.account_manager_id,
            remark=link.remark,
        )


class QrCode(Response):
    """A QR code as a data URI that a browser shows or saves under `file_name`."""

    file_name: str
    image: str


# --- the customer's side --------------------------------------------------------------------------------------------------


class TokenRef(Request):
    """An invitation by the token in its link."""

    token: Token


class NoticeText(Response):
    """The notice to be accepted, in its version in force; clauses by language."""

    name: Words
    version: str
    content: dict[str, list[str]]


class SignNotice(Request):
    """The customer signs the version of the notice that it was shown (13.11)."""

    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.]{1,16}$")] = field("协议版本", "Version")
    notice_accepted: bool = field("已阅读并同意", "The notice is read and accepted", default=False)


class NoticeState(Response):
    """The notice in force and what the customer signed of it; `to_be_signed` while the two differ."""

    notice: NoticeText
    signed_version: str | None
    signed_at: Time | None
    to_be_signed: bool


class OpenedInvitation(Response):
    """What a customer sees of an invitation. `mobile` (masked) is the one to register with, where the partner reported one."""

    partner_name: str
    association_type: AssociationType
    mobile: str | None
    expires_at: Time | None
    notice: NoticeText


class Register(TokenRef):
    """A new account by invitation."""

    account_name: AccountName = field("账号名", "Account name")
    password: NewPassword = field("密码", "Password: 8-64 characters with letters and digits, without spaces")
    mobile: MainlandMobile = field("手机号", "Mobile", masked=True)
    email: Email | None = field("邮箱", "E-mail", default=None, masked=True)
    notice_accepted: bool = field("已阅读并同意客户关联须知", "The notice is read and accepted", default=False)


class Registered(Response):
    """A registration that waits for its code. `code_sent_to` is masked."""

    account_name: str
    code_sent_to: str | None


class ConfirmRegistration(TokenRef):
    """The code from the text message."""

    account_name: AccountName
    code: str = field("短信验证码", "Code", pattern=r"^\d{4,8}$")


class Confirmed(Response):
    """A confirmed account: sign in and accept the invitation."""

    account_name: str


class Associate(TokenRef):
    """The signed-in customer accepts the invitation. The cloud terms are needed where the account is not activated (13.1.2/r5)."""

    notice_accepted: bool = field("已阅读并同意客户关联须知", "The notice is read and accepted", default=False)
    cloud_terms_accepted: bool = field("同意用户协议与隐私声明", "The cloud terms are accepted", default=False)


class Outcome(Labelled):
    """How an acceptance ended."""

    ASSOCIATED = "associated", "已关联", "Associated"
    FAILED = "failed", "关联失败", "Association failed"


class AssociationOutcome(Response):
    """How an acceptance ended; all reasons where it failed."""

    outcome: Outcome
    partner_id: str
    association_type: AssociationType
    reasons: list[Reason] = []


class Eligibility(Response):
    """Whether the signed-in customer could be associated by an invitation now."""

    eligible: bool
    reasons: list[Reason]


# --- account managers -----------------------------------------------------------------------------------------------------

MANAGED_AT_ONCE = 20  # customers in one assignment: with their former managers they still fit into one transaction


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


class Assigned(Response):
    """What a command did, and how many customers the manager has now."""

    manager_id: str
    customer_ids: list[str]
    assigned_customers: int


class PartnerContacts(Response):
    """The partner of a customer and whom to turn to there."""

    partner_name: str
    contacts: list[Contact]
