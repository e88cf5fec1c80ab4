"""Reporting a customer: one partner claims a prospect for 15 days, platform-wide (10.3.4.1).

Two rounds of reading: the accounts of the mobile say whose claims must be looked at. Whoever reports a mobile also writes its record of
accounts, so two partners who report the same person come one after the other and the second sees the first one's claim; two who report one
company under several mobiles meet at its claim. OPEN: a partner reports a company once at a time, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from partner_center.customers.account import CustomerAccount, MobileAccounts, customer_account_key, mobile_key
from partner_center.customers.contracts import (
    Reason,
)
from partner_center.customers.eligibility import NO_ACCOUNT, Facts, reasons_against_report
from partner_center.customers.encyclopedia.matching import Named, company_named
from partner_center.customers.events import CustomerReported
from partner_center.customers.expanding import Expander, expander_keys
from partner_center.customers.invitation import ExpansionRecord, invite
from partner_center.customers.report import (
    OPEN_STATUSES,
    REPORT_FLOW,
    CustomerReport,
    ReportClaim,
    Reporting,
    ReportingCount,
    ReportStatus,
    account_subject,
    claim_key,
    claim_subjects,
    company_subject,
    count_key,
    living,
    load_reporting,
    mobile_subject,
    report_key,
)
from partner_center.customers.report_contracts import (
    AddReportEmail,
    CheckReportability,
    Reportability,
    ReportCustomer,
    ReportDone,
    ReportRef,
    ReportRefs,
    ReportResult,
    ReportsDone,
    ReportState,
)
from partner_center.customers.terms import terms
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.partners import Partner
from partner_center.platform.caller import Caller
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


@dataclass
class Prospect:
    """Everything a report is decided on."""

    expander: Expander
    count: ReportingCount
    mobile: MobileAccounts
    accounts: list[CustomerAccount]
    account: CustomerAccount | None
    company: Named | None
    entered: CustomerReport | None  # the 未报备 row that the form is for
    claims: dict[str, ReportClaim]
    living_claim: ReportClaim | None
    living_company_claim: ReportClaim | None

    @property
    def partner(self) -> Partner:
        """The partner that reports."""
        return self.expander.partner

    @property
    def subject(self) -> str:
        """What the claim is put on: the account, or the mobile of somebody who has none."""
        return account_subject(self.account.customer_id) if self.account else mobile_subject(self.mobile.mobile)

    @property
    def company_subject(self) -> str | None:
        """The company that is claimed as well, where its credit code is known."""
        return company_subject(self.company.credit_code) if self.company and self.company.credit_code else None

    def facts(self, work: Work) -> Facts:
        """What the conditions look at."""
        return Facts(
            self.partner.partner_id,
            work.now,
            self.living_claim,
            self.account or NO_ACCOUNT,
            self.partner.partner_type,
            self.living_company_claim,
        )


def load_prospect(work: Work, caller: Caller, form: CheckReportability | ReportCustomer) -> Prospect:
    """The partner, its count, and who is behind a mobile."""
    partner_id, mobile, account_name = caller.partner_id, form.mobile, form.account_name
    entered_id = form.report_id if isinstance(form, ReportCustomer) else None
    before = [report_key(partner_id, entered_id)] if entered_id else []
    found = work.look(*before, *expander_keys(caller), count_key(partner_id), mobile_key(mobile))
    entered = found.pop(0) if before else None
    if before and entered is None:
        raise NotFound("customer report")
    *expander, count, known = found
    known = known or MobileAccounts(mobile=mobile)
    company = company_named(form.customer_full_name, form.credit_code) if form.customer_full_name else None
    customer_ids = list(known.customer_ids)
    subjects = [mobile_subject(mobile), *(account_subject(customer_id) for customer_id in customer_ids)]
    subjects += [company_subject(company.credit_code)] if company and company.credit_code else []
    found = work.look(*(customer_account_key(customer_id) for customer_id in customer_ids), *(claim_key(subject) for subject in subjects))
    accounts = [account for account in found[: len(customer_ids)] if account is not None]
    claims = {claim.subject: claim for claim in found[len(customer_ids) :] if claim is not None}
    named = [account for account in accounts if account_name in (None, account.account_name)]
    account = named[0] if len(named) == 1 else None
    held = [claims.get(subject) for subject in claim_subjects(account, mobile)]
    prospect = Prospect(
        expander=Expander.of(expander),
        count=count or ReportingCount(partner_id=partner_id),
        mobile=known,
        accounts=accounts,
        account=account,
        company=company,
        entered=entered,
        claims=claims,
        living_claim=living(held, work.now),
        living_company_claim=None,
    )
    prospect.living_company_claim = living([claims.get(prospect.company_subject or "")], work.now)
    return prospect


def refuses_account(prospect: Prospect, account_name: str | None) -> Refusal | None:
    """The account must be one of the mobile's, and be named where there are several (10.3.4.1/r17, r21)."""
    if prospect.account is not None or (not prospect.accounts and account_name is None):
        return None
    names = sorted(account.account_name for account in prospect.accounts)
    if account_name is None:
        return Refusal.because("account_name_required", "10.3.4.1/r21", account_names=names)
    return Refusal.because("account_not_found", "10.3.4.1/r17", account_name=account_name)


def refuses_partner(prospect: Prospect, work: Work) -> list[Refusal | None]:
    """A partner that may win customers reports with a contact in its profile, and up to 100 open ones (10.3.4.1/r16, r13).

    Reports that lapsed count until the hourly job has closed them.
    """
    limit, used = terms(work.now).open_reports, prospect.count.open_reports
    contact = Refusal.because("partner_has_no_contact", "10.3.4.1/r16", way_out="complete_profile")
    full = Refusal.because("report_limit_reached", "10.3.4.1/r13", way_out="delete_some_reports", open_reports=used, limit=limit)
    return [
        prospect.expander.refuses(),
        None if prospect.partner.can_be_contacted else contact,
        None if used < limit else full,
    ]


def own_claim(prospect: Prospect) -> ReportClaim | None:
    """The claim by which the partner itself holds the prospect, or its company."""
    claims = (prospect.living_claim, prospect.living_company_claim)
    return next((claim for claim in claims if claim is not None and claim.partner_id == prospect.partner.partner_id), None)


def refuses_repetition(prospect: Prospect) -> Refusal | None:
    """The partner itself holds the prospect already."""
    claim = own_claim(prospect)
    if claim is None:
        return None
    return Refusal.because("already_reported", "10.3.4.1/r14", deadline=claim.expires_at, report_id=claim.report_id)


def refuses_form(prospect: Prospect, account_name: str | None, step: str, caller: Caller) -> list[Refusal | None]:
    """What is wrong with the form itself: account, company, or a row that is not 未报备."""
    return [
        refuses_account(prospect, account_name),
        prospect.company.refusal if prospect.company else None,
        REPORT_FLOW.refuses(step, prospect.entered.status, caller.actor) if prospect.entered else None,
    ]


def check_customer_reportability(request: CheckReportability, caller: Caller, work: Work) -> Reportability:
    """What would become of a report now, with all reasons."""
    prospect = load_prospect(work, caller, request)
    basic = [
        *refuses_form(prospect, request.account_name, "report", caller),
        *refuses_partner(prospect, work),
        refuses_repetition(prospect),
    ]
    refused, review = reasons_against_report(prospect.facts(work))
    refused = [*(refusal for refusal in basic if refusal), *refused]
    result = ReportResult.REFUSED if refused else ReportResult.MANUAL_REVIEW if review else ReportResult.DIRECT
    return Reportability(result=result, reasons=[Reason.of(refusal) for refusal in (*refused, *review)])


def report_customer(request: ReportCustomer, caller: Caller, work: Work) -> ReportState:
    """Claim a prospect; the invitation goes out at once where asked for (10.3.4.1/r23).

    Raises Refused with all reasons; where every one of them only asks for manual review, that is their way out.
    """
    prospect = load_prospect(work, caller, request)
    work.require(
        *refuses_form(prospect, request.account_name, "report", caller), *refuses_partner(prospect, work), refuses_repetition(prospect)
    )
    refused, review = reasons_against_report(prospect.facts(work))
    work.require(*refused, *review)
    reporting = open_report(work, prospect, request, ReportStatus.REPORTED)
    return begin_validity(work, reporting)


def open_report(work: Work, prospect: Prospect, form: ReportCustomer, status: ReportStatus) -> Reporting:
    """The report (or the row entered earlier), its claims (a lapsed one is taken over) and one more in the partner's count."""
    report = prospect.entered or CustomerReport(
        partner_id=prospect.partner.partner_id,
        report_id=ids.new_id("CR", work.now),
        created_by=work.caller.user_id,
        created_at=work.now,
    )
    company = prospect.company
    report.customer_full_name = company.name if company else form.customer_full_name
    report.credit_code, report.company_subject = company.credit_code if company else None, prospect.company_subject
    report.mobile, report.email = form.mobile, form.email
    report.account_name = prospect.account.account_name if prospect.account else None
    report.send_invite, report.association_type = form.send_invite, form.association_type
    report.status, report.claim_subject = status, prospect.subject
    claims = []
    for subject in filter(None, (prospect.subject, prospect.company_subject)):
        claim = prospect.claims.get(subject) or ReportClaim(subject=subject)
        claim.partner_id, claim.report_id, claim.reviewed, claim.expires_at = report.partner_id, report.report_id, False, None
        claims.append(claim)
    prospect.count.open_reports += 1
    work.keep(report, *claims, prospect.count, prospect.mobile)
    if prospect.account is not None:
        work.rely_on(prospect.account)
    return Reporting(report, claims[0], prospect.count, *claims[1:])


def begin_validity(work: Work, reporting: Reporting, record: ExpansionRecord | None = None) -> ReportState:
    """已报备: 15 × 24 hours from now; the invitation goes out where the form asked for it, in the `record` of a former one."""
    report = reporting.report
    valid_until = work.now + terms(work.now).report_validity
    reporting.note_reported(work, valid_until)
    work.emit(CustomerReported(partner_id=report.partner_id, report_id=report.report_id, expires_at=valid_until))
    invited = report.send_invite and report.association_type is not None
    if invited and report.association_type is not None:
        invite(work, report, report.association_type, record)
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
    subjects = [
        subject for report in reports if report is not None for subject in (report.claim_subject, report.company_subject) if subject
    ]
    claims = work.look(*(claim_key(subject) for subject in subjects))
    by_subject = {claim.subject: claim for claim in claims if claim is not None}
    results = []
    for report_id, report in zip(request.report_ids, reports, strict=True):
        if report is None:
            results.append(ReportDone(report_id=report_id, done=False, reason=Reason.of(Refusal.because("no_such_report"))))
            continue
        reporting = Reporting(report, by_subject.get(report.claim_subject), count, by_subject.get(report.company_subject or ""))
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
