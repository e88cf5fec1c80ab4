"""Filing an application: the partner to unlink or to switch, the customer to be unlinked (10.4.1.5, 11.3.1.5, 12.3.1.4, 13.2).

All that blocks it is answered together. The customer's side is asked next, after the vendor's pre-review where there is one.
"""

from __future__ import annotations

from partner_center.customers.applications.application import (
    ApplicationStatus as Status,
    AssociationApplication,
    Operation,
    Side,
    new_application,
)
from partner_center.customers.applications.case import Case, load_case, partner_of
from partner_center.customers.applications.conditions import lines_of, reasons_against
from partner_center.customers.applications.contracts import ApplicationState, FileByPartner, RequestUnbind
from partner_center.customers.applications.events import ApplicationWaits
from partner_center.customers.applications.pre_review import needs_pre_review, open_pre_review
from partner_center.customers.association import AssociationType, refuses_unless_linked
from partner_center.kernel.errors import Refusal
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def request_unlink(request: FileByPartner, caller: Caller, work: Work) -> ApplicationState:
    """The partner asks to end an association; the customer answers (10.4.1.5/r21).

    Raises NotFound for a foreign customer; Refused `customer_not_linked`, `notes_not_acknowledged`, `application_reason_missing`, and every
    condition of the account check that fails.
    """
    return _file_by_partner(Operation.UNLINK, request, caller, work)


def request_switch_type(request: FileByPartner, caller: Caller, work: Work) -> ApplicationState:
    """The partner asks to switch a customer to the other association type; it is switched when the customer agrees (10.4.1.5/r22).

    Raises as `request_unlink`.
    """
    return _file_by_partner(Operation.SWITCH_TYPE, request, caller, work)


def request_unbind(request: RequestUnbind, caller: Caller, work: Work) -> ApplicationState:
    """The customer asks to be unlinked; nothing changes before the partner agrees (13.2/r10).

    Raises NotFound for a customer without a partner; Refused `notes_not_acknowledged` and every condition of its own check that fails.
    """
    case, _ = load_case(work, partner_of(work, caller), caller.customer_id)
    work.require(refuses_unless_linked(case.association))
    work.require(
        refuses_unacknowledged(request.notice_accepted, "13.2/r13"),
        *reasons_against(Side.CUSTOMER, Operation.UNLINK, case.facts(work.now)),
    )
    application = _file(work, case, Operation.UNLINK, Side.CUSTOMER, None)
    work.emit(ApplicationWaits.of(application))
    return ApplicationState.of(application)


def refuses_unacknowledged(acknowledged: bool, rule: str) -> Refusal | None:
    """The notes must be ticked first."""
    return None if acknowledged else Refusal.because("notes_not_acknowledged", rule)


def refuses_missing_reason(reason: str | None, partner_type: PartnerType) -> Refusal | None:
    """A reason goes with an application (10.4.1.5/r20); resellers are not asked for one (12.3.1.4/r1)."""
    if reason is not None or partner_type is PartnerType.RESELLER:
        return None
    return Refusal.because("application_reason_missing", "10.4.1.5/r20")


def other_type(association_type: AssociationType) -> AssociationType:
    """What a customer is switched to. OPEN in 10.4.1.5: the direction is implied."""
    return AssociationType.RESALE if association_type is AssociationType.CONSULTATIVE else AssociationType.CONSULTATIVE


def _file_by_partner(operation: Operation, request: FileByPartner, caller: Caller, work: Work) -> ApplicationState:
    case, _ = load_case(work, caller.partner_id, request.customer_id)
    work.require(refuses_unless_linked(case.association))
    facts = case.facts(work.now)
    work.require(
        refuses_unacknowledged(request.notes_acknowledged, "10.4.1.5/r18"),
        refuses_missing_reason(request.reason, case.partner.partner_type),
        *reasons_against(Side.PARTNER, operation, facts),
    )
    application = _file(work, case, operation, Side.PARTNER, request.reason)
    if needs_pre_review(operation, facts):
        application.status = Status.PRE_REVIEWING
        open_pre_review(work, application, case.partner.name)
    else:
        work.emit(ApplicationWaits.of(application))
    return ApplicationState.of(application, case.notes(operation))


def _file(work: Work, case: Case, operation: Operation, side: Side, reason: str | None) -> AssociationApplication:
    application = new_application(case.association, operation.application_type, side, work.caller.user_id, work.now)
    application.status, application.reason = Status.PENDING, reason
    application.checks = sorted({line.code for line in lines_of(side, operation, case.facts(work.now))})
    if operation is Operation.SWITCH_TYPE:
        application.target_association_type = other_type(case.association.association_type)
    if (manager := case.manager(work)) is not None:
        application.account_manager_name = manager.name
    work.add(application)
    case.filings.open(work, application)
    case.rely_on_facts(work)
    return application
