"""Reporting a customer: one partner claims a prospect for 15 days, platform-wide (10.3.4.1).

Two rounds of reading: the accounts of the mobile say whose claims must be looked at. Whoever reports a mobile also writes its record of
accounts, so two partners who report the same person come one after the other and the second sees the first one's claim.
"""

from __future__ import annotations

from dataclasses import dataclass

from partner_center.customers.account import CustomerAccount, MobileAccounts, customer_account_key, mobile_key
from partner_center.customers.contracts import (
    AddReportEmail,
    CheckReportability,
    Reason,
    Reportability,
    ReportCustomer,
    ReportDone,
    ReportRef,
    ReportRefs,
    ReportResult,
    ReportsDone,
    ReportState,
)
from partner_center.customers.eligibility import NO_ACCOUNT, Facts, reasons_against_report
from partner_center.customers.events import CustomerReported
from partner_center.customers.invitation import invite
from partner_center.customers.report import (
    OPEN_STATUSES,
    CustomerReport,
    ReportClaim,
    Reporting,
    ReportingCount,
    ReportStatus,
    account_subject,
    claim_key,
    claim_subjects,
    count_key,
    living,
    load_reporting,
    mobile_subject,
    report_key,
)
from partner_center.customers.terms import terms
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.partners import Partner, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


@dataclass
class Prospect:
    """Everything a report is decided on."""

    partner: Partner
    count: ReportingCount
    mobile: MobileAccounts
    accounts: list[CustomerAccount]
    account: CustomerAccount | None
    claims: dict[str, ReportClaim]
    living_claim: ReportClaim | None

    @property
    def subject(self) -> str:
        """What the claim is put on: the account, or the mobile of somebody who has none."""
        return account_subject(self.account.customer_id) if self.account else mobile_subject(self.mobile.mobile)

    def facts(self, work: Work) -> Facts:
        """What the conditions look at."""
        return Facts(self.partner.partner_id, work.now, self.living_claim, self.account or NO_ACCOUNT)


def load_prospect(work: Work, partner_id: str, mobile: str, account_name: str | None) -> Prospect:
    """The partner, its count, and who is behind a mobile."""
    partner, count, known = work.look(partner_key(partner_id), count_key(partner_id), mobile_key(mobile))
    if partner is None:
        raise NotFound("partner")
    known = known or MobileAccounts(mobile=mobile)
    customer_ids = list(known.customer_ids)
    subjects = [mobile_subject(mobile), *(account_subject(customer_id) for customer_id in customer_ids)]
    found = work.look(*(customer_account_key(customer_id) for customer_id in customer_ids), *(claim_key(subject) for subject in subjects))
    accounts = [account for account in found[: len(customer_ids)] if account is not None]
    claims = {claim.subject: claim for claim in found[len(customer_ids) :] if claim is not None}
    named = [account for account in accounts if account_name in (None, account.account_name)]
    account = named[0] if len(named) == 1 else None
    held = [claims.get(subject) for subject in claim_subjects(account, mobile)]
    return Prospect(partner, count or ReportingCount(partner_id=partner_id), known, accounts, account, claims, living(held, work.now))


def refuses_account(prospect: Prospect, account_name: str | None) -> Refusal | None:
    """The account must be one of the mobile's, and be named where there are several (10.3.4.1/r17, r21)."""
    if prospect.account is not None or (not prospect.accounts and account_name is None):
        return None
    names = sorted(account.account_name for account in prospect.accounts)
    if account_name is None:
        return Refusal.because("account_name_required", "10.3.4.1/r21", account_names=names)
    return Refusal.because("account_not_found", "10.3.4.1/r17", account_name=account_name)


def refuses_partner(prospect: Prospect, work: Work) -> list[Refusal | None]:
    """A partner reports with a contact in its profile, and up to 100 open ones (10.3.4.1/r16, r13).

    Reports that lapsed count until the hourly job has closed them.
    """
    limit, used = terms(work.now).open_reports, prospect.count.open_reports
    contact = Refusal.because("partner_has_no_contact", "10.3.4.1/r16", way_out="complete_profile")
    full = Refusal.because("report_limit_reached", "10.3.4.1/r13", way_out="delete_some_reports", open_reports=used, limit=limit)
    return [None if prospect.partner.can_be_contacted else contact, None if used < limit else full]


def refuses_repetition(prospect: Prospect) -> Refusal | None:
    """The partner itself holds the prospect already."""
    claim = prospect.living_claim
    if claim is None or claim.partner_id != prospect.partner.partner_id:
        return None
    return Refusal.because("already_reported", "10.3.4.1/r14", deadline=claim.expires_at, report_id=claim.report_id)


def check_customer_reportability(request: CheckReportability, caller: Caller, work: Work) -> Reportability:
    """What would become of a report now, with all reasons."""
    prospect = load_prospect(work, caller.partner_id, request.mobile, request.account_name)
    basic = [refuses_account(prospect, request.account_name), *refuses_partner(prospect, work), refuses_repetition(prospect)]
    refused, review = reasons_against_report(prospect.facts(work))
    refused = [*(refusal for refusal in basic if refusal), *refused]
    result = ReportResult.REFUSED if refused else ReportResult.MANUAL_REVIEW if review else ReportResult.DIRECT
    return Reportability(result=result, reasons=[Reason.of(refusal) for refusal in (*refused, *review)])


def report_customer(request: ReportCustomer, caller: Caller, work: Work) -> ReportState:
    """Claim a prospect; the invitation goes out at once where asked for (10.3.4.1/r23).

    Raises Refused with all reasons; where every one of them only asks for manual review, that is their way out.
    """
    prospect = load_prospect(work, caller.partner_id, request.mobile, request.account_name)
    work.require(refuses_account(prospect, request.account_name), *refuses_partner(prospect, work), refuses_repetition(prospect))
    refused, review = reasons_against_report(prospect.facts(work))
    work.require(*refused, *review)
    reporting = open_report(work, prospect, request, ReportStatus.REPORTED)
    return begin_validity(work, reporting)


def open_report(work: Work, prospect: Prospect, form: ReportCustomer, status: ReportStatus) -> Reporting:
    """The report, its claim (a lapsed one is taken over) and one more in the partner's count."""
    report = CustomerReport(
        partner_id=prospect.partner.partner_id,
        report_id=ids.new_id("CR", work.now),
        customer_full_name=form.customer_full_name,
        mobile=form.mobile,
        account_name=prospect.account.account_name if prospect.account else None,
        email=form.email,
        send_invite=form.send_invite,
        association_type=form.association_type,
        status=status,
        claim_subject=prospect.subject,
        created_by=work.caller.user_id,
        created_at=work.now,
    )
    claim = prospect.claims.get(prospect.subject) or ReportClaim(subject=prospect.subject)
    claim.partner_id, claim.report_id, claim.reviewed, claim.expires_at = report.partner_id, report.report_id, False, None
    prospect.count.open_reports += 1
    work.keep(report, claim, prospect.count, prospect.mobile)
    if prospect.account is not None:
        work.rely_on(prospect.account)
    return Reporting(report, claim, prospect.count)


def begin_validity(work: Work, reporting: Reporting) -> ReportState:
    """已报备: 15 × 24 hours from now; the invitation goes out where the form asked for it."""
    report = reporting.report
    valid_until = work.now + terms(work.now).report_validity
    reporting.note_reported(work, valid_until)
    work.emit(CustomerReported(partner_id=report.partner_id, report_id=report.report_id, expires_at=valid_until))
    invited = report.send_invite and report.association_type is not None
    if invited and report.association_type is not None:
        invite(work, report, report.association_type, None)
    return ReportState.of(report, invited=invited)


def add_report_email(request: AddReportEmail, caller: Caller, work: Work) -> ReportState:
    """Add the e-mail that a report lacks (10.3.4.2/r2)."""
    report = work.get(report_key(caller.partner_id, request.report_id))
    work.require(
        Refusal.because("email_present", "10.3.4.2/r2") if report.email else None,
        None if report.status in OPEN_STATUSES else Refusal.because("report_not_open", "10.3.4.2/r2", status=report.status),
    )
    report.email = request.email
    work.change(report)
    return ReportState.of(report)


def delete_customer_report(request: ReportRef, caller: Caller, work: Work) -> ReportState:
    """Delete a report; a valid one lapses with it and frees the prospect (10.3.4.1/r26, r27)."""
    reporting = load_reporting(work, work.get(report_key(caller.partner_id, request.report_id)))
    reporting.take("delete", work)
    return ReportState.of(reporting.report)


def batch_delete_customer_reports(request: ReportRefs, caller: Caller, work: Work) -> ReportsDone:
    """Delete several reports; those that cannot be deleted are left out and named (OPEN in 10.3.4.1)."""
    count, *reports = work.look(count_key(caller.partner_id), *(report_key(caller.partner_id, i) for i in request.report_ids))
    claims = work.look(*(claim_key(report.claim_subject) for report in reports if report is not None))
    by_subject = {claim.subject: claim for claim in claims if claim is not None}
    results = []
    for report_id, report in zip(request.report_ids, reports, strict=True):
        if report is None:
            results.append(ReportDone(report_id=report_id, done=False, reason=Reason.of(Refusal.because("no_such_report"))))
            continue
        reporting = Reporting(report, by_subject.get(report.claim_subject), count)
        refusal = reporting.refuses("delete", caller)
        if refusal is None:
            reporting.take("delete", work)
        results.append(ReportDone(report_id=report_id, done=refusal is None, reason=Reason.of(refusal) if refusal else None))
    return ReportsDone(results=results)


def expire_customer_reports(run: Run) -> None:
    """Lapse the reports whose 15 days are over (10.3.4.1/r15)."""

    def expire(due: CustomerReport, work: Work) -> bool:
        reporting = load_reporting(work, due)
        if reporting.report.lapses_at is None or work.now < reporting.report.lapses_at:
            return False
        reporting.take("expire", work)
        return True

    run.each(run.due(CustomerReport), expire)
