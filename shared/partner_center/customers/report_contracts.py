"""The words of the API about reports of customers (10.3.4.1)."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints, model_validator

from partner_center.customers.association import AssociationType
from partner_center.customers.contracts import Email, MainlandMobile, Reason, Words
from partner_center.customers.report import CustomerReport, ReportStatus
from partner_center.kernel.errors import Wrong
from partner_center.kernel.labels import Labelled
from partner_center.platform.contracts import Id, Name, Request, Response, Time, field

CreditCode = Annotated[str, StringConstraints(to_upper=True, pattern=r"^[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{18}$")]
AT_ONCE = 30  # reports in one batch: with claims, links and events they still fit into one transaction


class CheckReportability(Request):
    """Whom the partner would report."""

    mobile: MainlandMobile
    account_name: Name | None = None
    customer_full_name: Name | None = field("客户全称", "Customer full name; for the claim on its company", default=None)
    credit_code: CreditCode | None = field("统一社会信用代码", "Unified social credit code", default=None)


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
    credit_code: CreditCode | None = field("统一社会信用代码", "Unified social credit code", default=None)
    report_id: Id | None = field("原先录入的客户", "The 未报备 row that is reported with this form", default=None)

    @model_validator(mode="after")
    def _invitation_is_complete(self) -> ReportCustomer:
        if self.send_invite and (self.email is None or self.association_type is None):
            raise Wrong("邀请须填写邮箱和关联类型", "an invitation needs e-mail and association type")
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


# --- what the online tab explains, and what it holds from before ----------------------------------------------------------


class GuideStep(Response):
    """One step of 流程引导 and who takes it."""

    step: int
    by: str
    text: Words


class ExpansionGuide(Response):
    """The process of online expansion."""

    steps: list[GuideStep]


class ReportCondition(Response):
    """One of 报备客户条件: what becomes of the report of a customer for whom it holds."""

    code: str
    title: Words
    rule: str
    result: ReportResult


class ReportConditions(Response):
    """All of them."""

    conditions: list[ReportCondition]


class EnteredCustomer(Request):
    """A customer whom the partner had entered."""

    customer_full_name: Name = field("客户全称", "Customer full name", masked=True)
    mobile: MainlandMobile = field("手机号码", "Mobile", masked=True)
    email: Email | None = field("电子邮箱", "E-mail", default=None, masked=True)


class RecordEntered(Request):
    """Customers whom a partner had entered before there were reports."""

    partner_id: Id = field("伙伴ID", "Partner")
    customers: list[EnteredCustomer] = field("客户", "Customers", min_length=1, max_length=50)

    @model_validator(mode="after")
    def _no_mobile_twice(self) -> RecordEntered:
        if len({customer.mobile for customer in self.customers}) < len(self.customers):
            raise Wrong("customers：同一手机号只能出现一次", "customers: no mobile twice")
        return self


class EnteredRows(Response):
    """The rows of the customers, in their order."""

    report_ids: list[str]
