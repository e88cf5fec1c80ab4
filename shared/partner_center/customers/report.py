"""Customer reports, the platform-wide claims behind each, and the partner's count of open ones (10.3.4.1).

A report claims the prospect's account (its mobile where there is no account yet) and, where the directory of companies knows the company,
the company as well: under another mobile or another spelling of its name it is still the same customer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from partner_center.customers.account import CustomerAccount
from partner_center.customers.association import AssociationType
from partner_center.kernel.errors import Broken, NotFound, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.workflow import CUSTOMER, PARTNER, SYSTEM, VENDOR, Workflow, step
from partner_center.platform.caller import Caller
from partner_center.platform.table import Choice, Flag, Instant, Key, Place, Record, Text, Texts, Whole
from partner_center.platform.work import Work


class ReportStatus(Labelled):
    """The states of a customer report (glossary part 2)."""

    UNREPORTED = "unreported", "未报备", "Not reported"
    IN_REVIEW = "in_review", "待审核", "In review"
    REPORTED = "reported", "已报备", "Reported"
    ASSOCIATED = "associated", "已关联", "Associated"
    EXPIRED = "expired", "已失效", "Expired"
    REJECTED = "rejected", "审核不通过", "Rejected"
    DELETED = "deleted", "已删除", "Deleted"


OPEN_STATUSES = frozenset({ReportStatus.IN_REVIEW, ReportStatus.REPORTED})

REPORT_FLOW: Workflow[ReportStatus] = Workflow(
    step("report", [ReportStatus.UNREPORTED], ReportStatus.REPORTED, [PARTNER], "12.2.1.2/r2"),
    step("apply", [ReportStatus.UNREPORTED], ReportStatus.IN_REVIEW, [PARTNER], "12.2.1.2/r2"),
    # Reasons 7, 8 and 15 of 10.3.4.4: the customer came to need a review after it was reported.
    step("apply_again", [ReportStatus.REPORTED], ReportStatus.IN_REVIEW, [PARTNER], "10.3.4.4/r2"),
    step("approve", [ReportStatus.IN_REVIEW], ReportStatus.REPORTED, [VENDOR]),
    step("reject", [ReportStatus.IN_REVIEW], ReportStatus.REJECTED, [VENDOR]),
    step("associate", [ReportStatus.REPORTED], ReportStatus.ASSOCIATED, [CUSTOMER]),
    step("expire", [ReportStatus.REPORTED], ReportStatus.EXPIRED, [SYSTEM]),
    step("lapse", OPEN_STATUSES, ReportStatus.EXPIRED, [VENDOR], "10.3.4.4/r8"),
    step(
        "delete",
        [ReportStatus.UNREPORTED, ReportStatus.REPORTED, ReportStatus.EXPIRED, ReportStatus.REJECTED],
        ReportStatus.DELETED,
        [PARTNER],
        "10.3.4.1/r26",
    ),
)


class CustomerReport(Record, kind="customer_report"):
    """A prospect that a partner claims for 15 × 24 hours from the moment of 已报备. `mobile` without country code.

    未报备 are customers whom the partner had entered before there were reports (12.2.1.2/r2): they claim nothing and count for nothing.
    """

    PLACE = Place("partner/{partner_id}/customer_report", "{report_id}")
    DUE = Place("customer_report_expiry", "{lapses_at}/{report_id}")
    MANAGED_BY = "created_by"
    SECRET = ("mobile", "email")

    partner_id = Text()
    report_id = Text()
    customer_full_name = Text()
    mobile = Text()
    account_name = Text(null=True)
    email = Text(null=True)
    send_invite = Flag(default=False)
    association_type = Choice(AssociationType, null=True)
    status = Choice(ReportStatus)
    claim_subject = Text()
    company_subject = Text(null=True)
    credit_code = Text(null=True)
    created_by = Text(null=True)
    created_at = Instant()
    reported_at = Instant(null=True)
    expires_at = Instant(null=True)
    expected_new_consumption = Text(null=True)
    communication_process = Text(null=True)
    review_reasons = Texts()
    review_due_at = Instant(null=True)
    reviewed_at = Instant(null=True)
    review_comment = Text(null=True)
    lapse_reason = Text(null=True)

    @property
    def lapses_at(self) -> datetime | None:
        """When the report lapses by itself; None in every state in which it does not."""
        return self.expires_at if self.status is ReportStatus.REPORTED else None

    @property
    def passed_review(self) -> bool:
        """Whether it is 已报备 because the vendor said so."""
        return self.status is ReportStatus.REPORTED and self.reviewed_at is not None

    def is_valid_at(self, now: datetime) -> bool:
        """Whether the report holds: 已报备 and within its 15 days."""
        return self.lapses_at is not None and now < self.lapses_at


class ReportClaim(Record, kind="report_claim"):
    """Who holds a prospect, platform-wide. While in review `expires_at` is not known and the claim keeps others away (OPEN).

    `subject` is the customer's account, or its mobile where no account existed when it was reported; or its company.
    """

    PLACE = Place("report_claim/{subject}", "claim")

    subject = Text()
    partner_id = Text()
    report_id = Text()
    reviewed = Flag(default=False)
    expires_at = Instant(null=True)

    def lives_at(self, now: datetime) -> bool:
        """Whether the claim still keeps others away."""
        return self.expires_at is None or now < self.expires_at

    def is_report_at(self, now: datetime) -> bool:
        """Whether the report behind the claim has passed and is valid."""
        return self.expires_at is not None and now < self.expires_at


class ReportingCount(Record, kind="reporting_count"):
    """How many reports of a partner are in review or reported, kept in the same transactions as the reports."""

    PLACE = Place("partner/{partner_id}", "reporting_count")

    partner_id = Text()
    open_reports = Whole(default=0)


def report_key(partner_id: str, report_id: str) -> Key[CustomerReport]:
    """The address of a report."""
    return CustomerReport.key(partner_id=partner_id, report_id=report_id)


def account_subject(customer_id: str) -> str:
    """What a claim on an account is called."""
    return f"account/{customer_id}"


def mobile_subject(mobile: str) -> str:
    """What a claim on somebody without an account is called."""
    return f"mobile/{mobile}"


def company_subject(credit_code: str) -> str:
    """What a claim on a company is called."""
    return f"company/{credit_code}"


def claim_key(subject: str) -> Key[ReportClaim]:
    """The address of a claim."""
    return ReportClaim.key(subject=subject)


def count_key(partner_id: str) -> Key[ReportingCount]:
    """The address of a partner's count of open reports."""
    return ReportingCount.key(partner_id=partner_id)


def claim_subjects(account: CustomerAccount | None, mobile: str) -> list[str]:
    """Every claim that may hold a prospect: on the account, and on the mobile from the time before the account."""
    return [*([account_subject(account.customer_id)] if account else []), mobile_subject(mobile)]


def living(claims: list[ReportClaim | None], now: datetime) -> ReportClaim | None:
    """The claim among several that holds now."""
    return next((claim for claim in claims if claim is not None and claim.lives_at(now)), None)


@dataclass
class Reporting:
    """A report with its claims and its partner's count: what changes together."""

    report: CustomerReport
    claim: ReportClaim | None
    count: ReportingCount | None
    company_claim: ReportClaim | None = None

    @property
    def claims(self) -> list[ReportClaim]:
        """The claims that are still this report's: one that lapsed may be somebody else's by now."""
        return [claim for claim in (self.claim, self.company_claim) if claim is not None and claim.report_id == self.report.report_id]

    def refuses(self, name: str, caller: Caller) -> Refusal | None:
        """Why a step cannot be taken now."""
        return REPORT_FLOW.refuses(name, self.report.status, caller.actor)

    def take(self, name: str, work: Work) -> None:
        """Take a step; a report that is no longer open gives up its claim and its place in the count."""
        before = self.report.status
        self.report.status = REPORT_FLOW.take(name, before, work.caller.actor)
        work.change(self.report)
        if before in OPEN_STATUSES and self.report.status not in OPEN_STATUSES:
            work.remove(*self.claims)
            if self.count is None:
                raise Broken("an open report that nobody counted")
            self.count.open_reports -= 1
            work.change(self.count)

    def note_reported(self, work: Work, valid_until: datetime) -> None:
        """已报备 from now on: the 15 days run, for the report and for its claim."""
        if self.claim is None:
            raise Broken("an open report without its claim")
        self.report.reported_at, self.report.expires_at = work.now, valid_until
        for claim in self.claims:
            claim.expires_at = valid_until
        work.change(self.report, *self.claims)

    def note_in_review(self, work: Work) -> None:
        """The 15 days stop: until the vendor has decided, the claims keep others away without an end (OPEN)."""
        self.report.expires_at = None
        for claim in self.claims:
            claim.expires_at = None
        work.change(self.report, *self.claims)


def load_reporting(work: Work, report: CustomerReport) -> Reporting:
    """A report together with its claims and count, in one round."""
    current, claim, count, *company = work.look(
        report_key(report.partner_id, report.report_id),
        claim_key(report.claim_subject),
        count_key(report.partner_id),
        *([claim_key(report.company_subject)] if report.company_subject else []),
    )
    if current is None:
        raise NotFound("customer report")
    return Reporting(current, claim, count, *company)
