"""Inviting reported customers by e-mail, once more, and letting invitations lapse (10.3.4.2, 10.3.4.4)."""

from __future__ import annotations

from partner_center.customers.contracts import (
    Reason,
)
from partner_center.customers.expanding import Expander, expander_keys
from partner_center.customers.invitation import (
    ExpansionRecord,
    ExpansionStatus,
    invite,
    record_id_of,
    record_key,
    refuses_invitation,
)
from partner_center.customers.invitation_contracts import (
    AllInvitable,
    AllResent,
    Invitable,
    InviteCustomer,
    InviteCustomers,
    Invited,
    RecordRef,
    RecordRefs,
    Resent,
)
from partner_center.customers.report import CustomerReport, report_key
from partner_center.customers.report_contracts import ReportDone, ReportRefs, ReportsDone
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


def check_invite_eligibility(request: ReportRefs, caller: Caller, work: Work) -> AllInvitable:
    """Which of several reported customers can be invited now, and why not the others (10.3.4.2, dialog of 11.2.2.2)."""
    found = work.look(*(report_key(caller.partner_id, report_id) for report_id in request.report_ids), *expander_keys(caller))
    reports, expander = found[: len(request.report_ids)], Expander.of(found[len(request.report_ids) :])
    results = []
    for report_id, report in zip(request.report_ids, reports, strict=True):
        refusals = [refusal for refusal in (expander.refuses(), *_refusals(report, work)) if refusal is not None]
        results.append(
            Invitable(
                report_id=report_id,
                customer_name=masked(report.customer_full_name) if report else None,
                email=masked(report.email) if report else None,
                eligible=not refusals,
                remarks=[Reason.of(refusal) for refusal in refusals],
            )
        )
    return AllInvitable(results=results)


def invite_reported_customer(request: InviteCustomer, caller: Caller, work: Work) -> Invited:
    """Invite a reported customer in a mode; a former invitation of the report is worth nothing from now on (OPEN in 10.3.4.2)."""
    report, record, *expander = work.look(
        report_key(caller.partner_id, request.report_id),
        record_key(caller.partner_id, record_id_of(request.report_id)),
        *expander_keys(caller),
    )
    if report is None:
        raise NotFound("customer report")
    work.require(Expander.of(expander).refuses(), *refuses_invitation(report, work.now))
    return Invited.of(invite(work, report, request.association_type, record))


def batch_invite_reported_customers(request: InviteCustomers, caller: Caller, work: Work) -> ReportsDone:
    """Invite several reported customers in one mode; who cannot be invited is left out and named (10.3.4.2/r4)."""
    count = len(request.report_ids)
    found = work.look(
        *(report_key(caller.partner_id, report_id) for report_id in request.report_ids),
        *(record_key(caller.partner_id, record_id_of(report_id)) for report_id in request.report_ids),
        *expander_keys(caller),
    )
    reports, records = found[:count], found[count : 2 * count]
    work.require(Expander.of(found[2 * count :]).refuses())
    results = []
    for report_id, report, record in zip(request.report_ids, reports, records, strict=True):
        refusals = _refusals(report, work)
        if not refusals and report is not None:
            invite(work, report, request.association_type, record)
        results.append(ReportDone(report_id=report_id, done=not refusals, reason=Reason.of(refusals[0]) if refusals else None))
    return ReportsDone(results=results)


def _refusals(report: CustomerReport | None, work: Work) -> list[Refusal]:
    return refuses_invitation(report, work.now) if report else [Refusal.because("no_such_report")]


def resend_invitation(request: RecordRef, caller: Caller, work: Work) -> Invited:
    """Invite again in the same mode; after the report has lapsed the customer must be reported first (OPEN in 10.3.4.4)."""
    record, *expander = work.look(record_key(caller.partner_id, request.record_id), *expander_keys(caller))
    if record is None:
        raise NotFound("expansion record")
    report = work.get(report_key(caller.partner_id, record.report_id)) if record.report_id else None
    work.require(Expander.of(expander).refuses(), record.refuses_resend(report, work.now))
    if report is None:
        raise NotFound("customer report")
    work.require(*refuses_invitation(report, work.now))
    return Invited.of(invite(work, report, record.association_type, record))


def batch_resend_invitations(request: RecordRefs, caller: Caller, work: Work) -> AllResent:
    """Invite several again, each in its own mode; which cannot be sent again are left out and named (10.3.4.4/r2)."""
    found = work.look(*(record_key(caller.partner_id, record_id) for record_id in request.record_ids), *expander_keys(caller))
    records = found[: len(request.record_ids)]
    work.require(Expander.of(found[len(request.record_ids) :]).refuses())
    keys = [report_key(caller.partner_id, record.report_id) for record in records if record is not None and record.report_id]
    reports = {report.report_id: report for report in work.look(*keys) if report is not None}
    results = []
    for record_id, record in zip(request.record_ids, records, strict=True):
        report = reports.get(record.report_id) if record is not None else None
        refusal = _refuses_resend(record, report, work)
        if refusal is None and record is not None and report is not None:
            invite(work, report, record.association_type, record)
        results.append(Resent(record_id=record_id, done=refusal is None, reason=Reason.of(refusal) if refusal else None))
    return AllResent(results=results)


def _refuses_resend(record: ExpansionRecord | None, report: CustomerReport | None, work: Work) -> Refusal | None:
    if record is None:
        return Refusal.because("no_such_record")
    if refusal := record.refuses_resend(report, work.now):
        return refusal
    return next(iter(_refusals(report, work)), None)


def expire_invitations(run: Run) -> None:
    """Lapse the invitations that nobody accepted within 7 days, failed attempts included (10.3.4.4/r3)."""

    def expire(due: ExpansionRecord, work: Work) -> bool:
        record = work.get(record_key(due.partner_id, due.record_id))
        if record.lapses_at is None or work.now < record.lapses_at:
            return False
        record.status = ExpansionStatus.EXPIRED
        work.change(record)
        return True

    run.each(run.due(ExpansionRecord), expire)
