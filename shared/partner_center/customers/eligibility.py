"""Who may be reported and who may be associated: one table of conditions (10.3.4.1/r1-r12, 13.1.1/r3-r19, 10.3.4.4).

A condition that holds may stop a report, ask for its manual review, or stop an association (of any type, or resale only). All that
hold are answered together. Glossary 4.1-4.4 decide where the chapters contradict each other: a credit account stops resale, owed invoices
and special contracts stop resale only, the two lists of association reasons are united.

OPEN in 10.3.4.1/r9, read as there: followed by direct sales and (registered more than 7 days ago or cash consumption) asks for review.
OPEN in 10.3.4.4: what asks for review stops the association until this partner's report has passed it. 7 days are 7 × 24 hours.
OPEN in 12.2.1.1/r2, as printed: resellers report no customer with cash consumption whom direct sales does not follow, verified or not; for
which partner types that holds stands in data/terms.json. 11.2.2.4/r2: all reasons hold for every partner type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from partner_center.customers.account import CustomerAccount, EnterpriseRole, RealName, Site
from partner_center.customers.association import AssociationType
from partner_center.customers.report import ReportClaim
from partner_center.customers.terms import terms
from partner_center.kernel.errors import Refusal
from partner_center.kernel.messages import texts
from partner_center.kernel.permissions import PartnerType

NO_ACCOUNT = CustomerAccount()


@dataclass(frozen=True)
class Facts:
    """What the decision is made on. `claim` is the living claim on the prospect, whoever holds it; `company_claim` the one on its company.

    A claim on the company keeps other partners away; only a report of this very prospect waives what a report waives.
    """

    partner_id: str
    now: datetime
    claim: ReportClaim | None
    account: CustomerAccount = NO_ACCOUNT
    partner_type: PartnerType = PartnerType.SOLUTION_PROVIDER
    company_claim: ReportClaim | None = None

    @property
    def registered_long_ago(self) -> bool:
        """More than 7 days between registration and now."""
        return self.account.registered_at is not None and self.now - self.account.registered_at > terms(self.now).direct_association

    @property
    def claimed_by_other(self) -> bool:
        """Whether another partner holds the prospect or its company."""
        return any(claim is not None and claim.partner_id != self.partner_id for claim in (self.claim, self.company_claim))

    @property
    def held_until(self) -> datetime | None:
        """Until when another partner holds it: all that is told about it. None while its report is in review."""
        ends = [claim.expires_at for claim in (self.claim, self.company_claim) if claim is not None and claim.partner_id != self.partner_id]
        return max((end for end in ends if end is not None), default=None) if None not in ends else None

    @property
    def own_claim(self) -> ReportClaim | None:
        """This partner's own claim on the prospect."""
        return self.claim if self.claim is not None and self.claim.partner_id == self.partner_id else None

    @property
    def has_report(self) -> bool:
        """Whether this partner's report is valid."""
        return self.own_claim is not None and not self.claimed_by_other and self.own_claim.is_report_at(self.now)

    @property
    def passed_review(self) -> bool:
        """Whether this partner's valid report went through manual review."""
        return self.has_report and self.own_claim is not None and self.own_claim.reviewed

    @property
    def unfollowed_consumption(self) -> bool:
        """Cash consumption of somebody whom direct sales does not follow."""
        return self.account.has_cash_consumption and not self.account.followed_by_direct_sales

    @property
    def verification_excuses(self) -> bool:
        """Whether this partner type may report such a customer where it is enterprise-verified."""
        return self.partner_type not in terms(self.now).verified_consumers_refused


class OnReport(Enum):
    """What a condition does to a report."""

    REFUSED = "refused"
    REVIEW = "review"


class Stops(Enum):
    """Which associations a condition stops."""

    ANY = "any"
    RESALE = "resale"


Holds = Callable[[Facts], bool]


@dataclass(frozen=True)
class Condition:
    """One line of the table. `unless` lifts it for associations."""

    code: str
    zh: str
    en: str
    holds: Holds
    report: tuple[str, OnReport] | None = None
    association: tuple[str, Stops] | None = None
    way_out: str = "cannot_be_associated"
    unless: Holds | None = None
    until: Callable[[Facts], datetime | None] | None = None

    def stops(self, facts: Facts, association_type: AssociationType) -> bool:
        """Whether the condition stops an association of this type."""
        if self.association is None or (self.association[1] is Stops.RESALE and association_type is not AssociationType.RESALE):
            return False
        return self.holds(facts) and not (self.unless is not None and self.unless(facts))


REFUSED, REVIEW, ANY, RESALE = OnReport.REFUSED, OnReport.REVIEW, Stops.ANY, Stops.RESALE

CONDITIONS: tuple[Condition, ...] = (
    Condition(
        "international_site", "客户在国际站注册", "The customer registered on the international site",
        lambda f: f.account.site is Site.INTERNATIONAL,
        report=("10.3.4.1/r1", REFUSED), association=("13.1.1/r3", ANY),
    ),
    Condition(
        "associated_other", "客户已关联合作伙伴", "The customer is associated with a partner",
        lambda f: f.account.associated_partner_id is not None,
        report=("10.3.4.1/r2", REFUSED), association=("13.1.1/r4", ANY), way_out="unlink_first",
    ),
    Condition(
        "reported_by_other", "客户已被其他合作伙伴报备", "Another partner has reported the customer",
        lambda f: f.claimed_by_other,
        report=("10.3.4.1/r3", REFUSED), association=("10.3.4.4/r6", ANY), until=lambda f: f.held_until,
    ),
    Condition(
        "consumer_cloud", "消费者云用户", "A consumer-cloud user",
        lambda f: f.account.consumer_cloud,
        report=("10.3.4.1/r4", REFUSED), association=("13.1.1/r9", ANY),
    ),
    Condition(
        "special_contract", "客户与云厂商签有特殊合同", "The customer has a special contract with the vendor",
        lambda f: f.account.special_contract,
        report=("10.3.4.1/r5", REFUSED), association=("13.1.1/r13", RESALE), way_out="end_the_contract",
    ),
    Condition(
        "consumption_unverified", "未做企业认证且有现金消费记录，亦无直销跟进",
        "Not enterprise-verified, with cash consumption, not followed by direct sales",
        lambda f: f.unfollowed_consumption and f.account.real_name is not RealName.ENTERPRISE and f.verification_excuses,
        report=("10.3.4.1/r6", REFUSED),
    ),
    Condition(
        "consumption_not_followed", "有现金消费记录，亦无直销跟进（无论是否企业认证）",
        "With cash consumption and not followed by direct sales, enterprise-verified or not",
        lambda f: f.unfollowed_consumption and not f.verification_excuses,
        report=("12.2.1.1/r2", REFUSED),
    ),
    Condition(
        "enterprise_child_managed", "财务托管企业子账号", "An enterprise child account under financial custody",
        lambda f: f.account.enterprise_role is EnterpriseRole.CHILD and f.account.managed,
        report=("10.3.4.1/r7", REFUSED), association=("13.1.1/r12", ANY),
    ),
    Condition(
        "reward_programme", "客户已加入奖励推广计划", "The customer has joined the reward promotion programme",
        lambda f: f.account.reward_programme,
        report=("10.3.4.1/r8", REFUSED), association=("13.1.1/r8", ANY), way_out="use_another_account",
    ),
    Condition(
        "followed_by_direct_sales", "由直销跟进，且注册超过7天或有现金消费",
        "Followed by direct sales and registered more than 7 days ago or with cash consumption",
        lambda f: f.account.followed_by_direct_sales and (f.registered_long_ago or f.account.has_cash_consumption),
        report=("10.3.4.1/r9", REVIEW), way_out="apply_for_review",
    ),
    Condition(
        "reported_by_vendor", "客户已被云厂商报备", "The vendor itself has reported the customer",
        lambda f: f.account.reported_by_vendor,
        report=("10.3.4.1/r10", REVIEW), association=("13.1.1/r6", ANY), way_out="apply_for_review", unless=lambda f: f.passed_review,
    ),
    Condition(
        "online_sales_team", "客户由线上销售团队跟进", "The vendor's online sales team follows the customer",
        lambda f: f.account.online_sales_team,
        report=("10.3.4.1/r11", REVIEW), association=("10.3.4.4/r6", ANY), way_out="apply_for_review", unless=lambda f: f.passed_review,
    ),
    Condition(
        "sales_support_centre", "客户属于授权销售支持中心", "The customer belongs to an authorised sales support centre",
        lambda f: f.account.sales_support_centre,
        report=("10.3.4.1/r12", REVIEW), association=("10.3.4.4/r6", ANY), way_out="apply_for_review", unless=lambda f: f.passed_review,
    ),
    Condition(
        "is_partner", "客户是或正在申请成为合作伙伴", "The customer is a partner or applies to be one",
        lambda f: f.account.is_partner,
        association=("13.1.1/r5", ANY),
    ),
    Condition(
        "government_subsidy", "客户已加入或正在加入政府补贴计划", "The customer has joined or is joining the government-subsidy programme",
        lambda f: f.account.government_subsidy,
        association=("13.1.1/r7", ANY),
    ),
    Condition(
        "vendor_internal", "云厂商内部账号", "An internal account of the vendor",
        lambda f: f.account.vendor_internal,
        association=("10.3.4.4/r6", ANY),
    ),
    Condition(
        "registered_too_long", "账号注册超过7天", "The account registered more than 7 days ago",
        lambda f: f.registered_long_ago,
        association=("13.1.1/r10", ANY), way_out="report_first", unless=lambda f: f.has_report,
    ),
    Condition(
        "has_consumption", "账号有现金消费记录", "The account has cash consumption",
        lambda f: f.account.has_cash_consumption,
        association=("13.1.1/r10", ANY), way_out="report_first", unless=lambda f: f.has_report,
    ),
    Condition(
        "in_arrears", "账号欠费", "The account is in arrears",
        lambda f: bool(f.account.arrears),
        association=("13.1.1/r11", ANY), way_out="repay_arrears",
    ),
    Condition(
        "reserved_instances", "账号有未失效的预留实例", "The account holds unexpired reserved instances",
        lambda f: f.account.reserved_instances,
        association=("13.1.1/r14", RESALE), way_out="unsubscribe_or_consultative",
    ),
    Condition(
        "owed_invoice", "账号存在欠票金额", "The account owes invoices",
        lambda f: bool(f.account.owed_invoice_amount),
        association=("13.1.1/r15", RESALE), way_out="contact_service",
    ),
    Condition(
        "stored_value_card", "储值卡未使用完", "A stored-value card is not used up",
        lambda f: bool(f.account.stored_value_card_balance),
        association=("13.1.1/r16", RESALE), way_out="wait_until_spent",
    ),
    Condition(
        "enterprise_master", "企业主账号下有非财务托管子账号", "An enterprise master with a child account not under financial custody",
        lambda f: f.account.enterprise_role is EnterpriseRole.MASTER and f.account.has_unmanaged_children,
        association=("13.1.1/r17", RESALE), way_out="consultative_only",
    ),
    Condition(
        "enterprise_child", "非财务托管企业子账号", "An enterprise child account not under financial custody",
        lambda f: f.account.enterprise_role is EnterpriseRole.CHILD and not f.account.managed,
        association=("13.1.1/r18", RESALE), way_out="consultative_only",
    ),
    Condition(
        "bonus_balance", "充值赠送余额未使用完", "A bonus balance given with top-ups is not used up",
        lambda f: bool(f.account.bonus_balance),
        association=("13.1.1/r19", RESALE), way_out="contact_service",
    ),
    Condition(
        "has_credit_account", "客户有信用账户", "The customer has a credit account",
        lambda f: f.account.credit_account,
        association=("0.5/r4", RESALE), way_out="consultative_only",
    ),
)  # fmt: skip

texts(**{condition.code: (condition.zh, condition.en) for condition in CONDITIONS})
texts(
    cannot_be_associated=("该客户无法关联", "The customer cannot be associated"),
    unlink_first=("客户须先与原合作伙伴解除关联", "The customer must first be unlinked from its partner"),
    end_the_contract=("建议客户终止合同后重新申请", "Advise the customer to end the contract and apply again"),
    use_another_account=("建议客户使用其他账号重新申请", "Advise the customer to apply with another account"),
    apply_for_review=("可继续申请报备，人工审核通过后再邀请", "Go on with the application for manual review; invite once it has passed"),
    report_first=("请合作伙伴先报备该客户", "The partner must report the customer first"),
    repay_arrears=("客户充值还清欠费后重试", "The customer tops up, repays the arrears and tries again"),
    unsubscribe_or_consultative=("退订预留实例，或选择顾问销售", "Unsubscribe the reserved instances, or choose consultative"),
    contact_service=("客户提交工单或联系客服处理", "The customer files a ticket or contacts service"),
    wait_until_spent=("储值卡使用完后重试", "Try again when the card is used up"),
    consultative_only=("不支持代售，可选择顾问销售", "Not in resale; consultative is possible"),
)


def reasons_against_report(facts: Facts) -> tuple[list[Refusal], list[Refusal]]:
    """Why a prospect cannot be reported, and why its report needs manual review. Refusals win; review is then no way out."""
    hit = [condition for condition in CONDITIONS if condition.report is not None and condition.holds(facts)]
    refused = [_refusal(c, c.report[0], c.way_out, facts) for c in hit if c.report and c.report[1] is REFUSED]
    way_out = None if refused else "apply_for_review"
    return refused, [_refusal(c, c.report[0], way_out, facts) for c in hit if c.report and c.report[1] is REVIEW]


def reasons_against_association(facts: Facts, association_type: AssociationType) -> list[Refusal]:
    """Everything that stops a customer from being associated with a partner in a mode (10.3.4.4/r7: some reasons in resale only)."""
    return [_refusal(c, c.association[0], c.way_out, facts) for c in CONDITIONS if c.association and c.stops(facts, association_type)]


def _refusal(condition: Condition, rule: str, way_out: str | None, facts: Facts) -> Refusal:
    return Refusal.because(condition.code, rule, way_out=way_out, deadline=condition.until(facts) if condition.until else None)


WAYS_OUT = {condition.code: condition.way_out for condition in CONDITIONS}
# What a passed review lifts: a failed invitation may then be sent again (10.3.4.4/r2, reasons 7, 8 and 15).
CURED_BY_REVIEW = frozenset(c.code for c in CONDITIONS if c.association and c.report and c.report[1] is REVIEW)
