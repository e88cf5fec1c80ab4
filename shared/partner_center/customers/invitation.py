"""Expansion records: whom the partner invited by e-mail or won by a link, and how it went (10.3.4.4)."""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.association import AssociationType
from partner_center.customers.eligibility import CURED_BY_REVIEW
from partner_center.customers.events import CustomerInvited
from partner_center.customers.link import Channel, InvitationLink, new_link
from partner_center.customers.report import CustomerReport, ReportStatus
from partner_center.customers.terms import terms
from partner_center.kernel import ids
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, Texts
from partner_center.platform.work import Work


class ExpansionStatus(Labelled):
    """The states of an invitation (glossary part 2)."""

    SENT = "sent", "待关联", "Sent"
    ACCEPTED = "accepted", "已关联", "Accepted"
    EXPIRED = "expired", "已失效", "Expired"
    FAILED = "failed", "关联失败", "Association failed"


ACCEPTABLE = frozenset({ExpansionStatus.SENT, ExpansionStatus.FAILED})
REALNAME_CHANGED = "realname_changed"  # reason 25: the report has lapsed, and with it what the partner may rest an association on


class ExpansionRecord(Record, kind="expansion_record"):
    """One customer whom the partner invited by e-mail, or who was associated through a link it passed on.

    Of an e-mailed invitation `link_id` names the one link that holds; a newer one makes the former worthless. A failed acceptance may be
    repeated with the same link until it lapses.
    """

    PLACE = Place("partner/{partner_id}/expansion_record", "{record_id}")
    DUE = Place("invitation_expiry", "{lapses_at}/{record_id}")
    MANAGED_BY = "managed_by"
    SECRET = ("mobile", "email")

    partner_id = Text()
    record_id = Text()
    channel = Choice(Channel)
    status = Choice(ExpansionStatus)
    association_type = Choice(AssociationType)
    link_id = Text()
    report_id = Text(null=True)
    customer_full_name = Text(null=True)
    customer_name = Text(null=True)
    account_name = Text(null=True)
    customer_id = Text(null=True)
    mobile = Text(null=True)
    email = Text(null=True)
    custom_label = Text(null=True)
    remark = Text(null=True)
    failure_reasons = Texts()
    managed_by = Text(null=True)  # whose invitation it is
    created_at = Instant()
    sent_at = Instant(null=True)
    mailed_link_id = Text(null=True)
    expires_at = Instant(null=True)
    finished_at = Instant(null=True)

    @property
    def lapses_at(self) -> datetime | None:
        """When the invitation lapses by itself; None where it does not or has ended."""
        return self.expires_at if self.status in ACCEPTABLE else None

    def fail(self, reasons: list[str], work: Work) -> None:
        """关联失败, with its reasons."""
        self.status, self.failure_reasons, self.finished_at = ExpansionStatus.FAILED, reasons, work.now
        work.change(self)

    def refuses_acceptance(self, link: InvitationLink, now: datetime, used: str = "link_used") -> Refusal | None:
        """An e-mailed link holds once, for 7 days, until a newer one went out or the report behind it lapsed for good reason.

        10.3.4.1/r24, 10.3.4.2 OPEN, 10.3.4.4/r8. `used` is what a used one is called where the customer came: a link or a code.
        """
        if self.status is ExpansionStatus.ACCEPTED:
            return Refusal.because(used, "10.3.4.4/r3", way_out="ask_for_new_invitation")
        if REALNAME_CHANGED in self.failure_reasons:
            return Refusal.because(REALNAME_CHANGED, "10.3.4.4/r8", way_out="ask_for_new_invitation")
        if self.link_id != link.link_id or self.lapses_at is None or now >= self.lapses_at:
            return Refusal.because("link_expired", "10.3.4.4/r3", way_out="ask_for_new_invitation", deadline=self.expires_at)
        return None

    def refuses_resend(self, report: CustomerReport | None, now: datetime) -> Refusal | None:
        """What has lapsed, and what failed for a reason that a passed review has lifted since (10.3.4.4/r2).

        OPEN there: of the reasons whose way out is to send it again, 2 to 5 (no such link, lapsed, used) never make an invitation 关联失败:
        such an attempt changes nothing, and the record is 已失效 or 已关联 as it was. Any other failure may be tried again with its own
        link until that lapses.
        """
        if self.status is ExpansionStatus.EXPIRED or (self.lapses_at is not None and now >= self.lapses_at):
            return None
        cured = self.status is ExpansionStatus.FAILED and not CURED_BY_REVIEW.isdisjoint(self.failure_reasons)
        if cured and report is not None and report.passed_review:
            return None
        way_out = "apply_for_review" if cured else None
        return Refusal.because("invitation_not_resendable", "10.3.4.4/r2", way_out=way_out, deadline=self.lapses_at, status=self.status)


def record_key(partner_id: str, record_id: str) -> Key[ExpansionRecord]:
    """The address of an expansion record."""
    return ExpansionRecord.key(partner_id=partner_id, record_id=record_id)


def record_id_of(report_id: str) -> str:
    """The id of the expansion record of a reported customer: there is one, however often it is invited."""
    return ids.derived_id("ER", report_id)


def refuses_invitation(report: CustomerReport, now: datetime) -> list[Refusal]:
    """Only valid reports are invited, and only with an e-mail (10.3.4.2/r1, r2; 10.3.4.1/r32; 12.2.1.2/r2)."""
    refusals = []
    if report.status is ReportStatus.UNREPORTED:
        refusals.append(Refusal.because("customer_unreported", "12.2.1.2/r2", way_out="report_directly", report_id=report.report_id))
    elif not report.is_valid_at(now):
        refusals.append(
            Refusal.because(
                "report_not_valid",
                "10.3.4.2/r1",
                way_out="report_again",
                deadline=report.expires_at,
                report_id=report.report_id,
                status=report.status,
            )
        )
    if not report.email:
        refusals.append(Refusal.because("email_missing", "10.3.4.2/r2", way_out="add_the_email", report_id=report.report_id))
    return refusals


def invite(work: Work, report: CustomerReport, association_type: AssociationType, record: ExpansionRecord | None) -> ExpansionRecord:
    """A new link by e-mail, in the report's one expansion record; a former link is worth nothing from now on."""
    if record is None:
        record = ExpansionRecord(
            partner_id=report.partner_id, record_id=record_id_of(report.report_id), channel=Channel.EMAIL, created_at=work.now
        )
    elif record.status is ExpansionStatus.ACCEPTED:
        raise Broken("an accepted invitation of a report that is still open")
    link = new_link(
        work,
        report.partner_id,
        Channel.EMAIL,
        association_type,
        record_id=record.record_id,
        report_id=report.report_id,
        created_by=report.created_by,
    )
    record.managed_by = link.managed_by
    record.report_id, record.customer_full_name = report.report_id, report.customer_full_name
    record.mobile, record.email, record.account_name = report.mobile, report.email, report.account_name
    record.status, record.association_type, record.link_id = ExpansionStatus.SENT, association_type, link.link_id
    record.failure_reasons, record.finished_at = [], None
    record.sent_at, record.expires_at = work.now, work.now + terms(work.now).invitation_validity
    work.rely_on(report)
    work.keep(record)
    work.add(link)
    work.emit(CustomerInvited(partner_id=report.partner_id, record_id=record.record_id, link_id=link.link_id))
    return record
