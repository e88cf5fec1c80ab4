"""Inviting reported customers by e-mail, once more, and letting invitations lapse (10.3.4.2, 10.3.4.4)."""

from __future__ import annotations

from partner_center.customers.contracts import InviteCustomer, InviteCustomers, Invited, Reason, RecordRef, ReportDone, ReportsDone
from partner_center.customers.invitation import (
    ExpansionRecord,
    ExpansionStatus,
    invite,
    record_id_of,
    record_key,
    refuses_invitation,
)
from partner_center.customers.report import report_key
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


def invite_reported_customer(request: InviteCustomer, caller: Caller, work: Work) -> Invited:
    """Invite a reported customer in a mode; a former invitation of the report is worth nothing from now on (OPEN in 10.3.4.2)."""
    report, record = work.look(
        report_key(caller.partner_id, request.report_id), record_key(caller.partner_id, record_id_of(request.report_id))
    )
    if report is None:
        raise NotFound("customer report")
    work.require(*refuses_invitation(report, work.now))
    return Invited.of(invite(work, report, request.association_type, record))


def batch_invite_reported_customers(request: InviteCustomers, caller: Caller, work: Work) -> ReportsDone:
    """Invite several reported customers in one mode; who cannot be invited is left out and named (10.3.4.2/r4)."""
    found = work.look(
        *(report_key(caller.partner_id, report_id) for report_id in request.report_ids),
        *(record_key(caller.partner_id, record_id_of(report_id)) for report_id in request.report_ids),
    )
    reports, records = found[: len(request.report_ids)], found[len(request.report_ids) :]
    results = []
    for report_id, report, record in zip(request.report_ids, reports, records, strict=True):
        refusals = refuses_invitation(report, work.now) if report else [Refusal.because("no_such_report")]
        if not refusals:
            invite(work, report, request.association_type, record)
        results.append(ReportDone(report_id=report_id, done=not refusals, reason=Reason.of(refusals[0]) if refusals else None))
    return ReportsDone(results=results)


def resend_invitation(request: RecordRef, caller: Caller, work: Work) -> Invited:
    """Invite again in the same mode; after the report has lapsed the customer must be reported first (OPEN in 10.3.4.4)."""
    record = work.get(record_key(caller.partner_id, request.record_id))
    work.require(record.refuses_resend(work.now))
    if record.report_id is None:
        raise NotFound("customer report")
    report = work.get(report_key(caller.partner_id, record.report_id))
    work.require(*refuses_invitation(report, work.now))
    return Invited.of(invite(work, report, record.association_type, record))


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
