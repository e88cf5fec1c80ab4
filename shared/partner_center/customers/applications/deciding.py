"""The answer of the other side, and the cancellation by whoever filed (10.4.1.5/r21-r23, 13.2/r10-r12).

Who agrees ends the association or switches it in the same transaction. Of an answer and a cancellation at the same time one is first; the
other one is told what became of the application, a customer that has no partner any more that there is none.
"""

from __future__ import annotations

from typing import Any

from partner_center.customers.agreement import notice_standing_key, refuses_notice, sign_notice
from partner_center.customers.applications.application import (
    AssociationApplication,
    Operation,
    Side,
    application_key,
)
from partner_center.customers.applications.case import Case, load_case, partner_of
from partner_center.customers.applications.completing import end, switch, unlink
from partner_center.customers.applications.conditions import reasons_against
from partner_center.customers.applications.contracts import ApplicationRef, ApplicationState, HandleRequest
from partner_center.customers.applications.switching_notice import SWITCHING_NOTICE, refuses_switching_notice
from partner_center.customers.association import AssociationType
from partner_center.kernel.errors import NotFound
from partner_center.platform.agreement import Signatory, sign, standing_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def approve_customer_unlink(request: ApplicationRef, caller: Caller, work: Work) -> ApplicationState:
    """The partner agrees to its customer's request: the association ends.

    Raises NotFound for a foreign application; Refused `illegal_transition`, `other_side_decides`, and what blocks the unlink by now.
    """
    application, case = _of_partner(request, caller, work)
    work.require(application.refuses_decision("agree", Side.PARTNER))
    work.require(*reasons_against(Side.CUSTOMER, Operation.UNLINK, case.facts(work.now), again=True))
    unlink(work, application, case, Side.PARTNER)
    return ApplicationState.of(application)


def reject_customer_unlink(request: ApplicationRef, caller: Caller, work: Work) -> ApplicationState:
    """The partner refuses its customer's request. Raises NotFound; Refused `illegal_transition`, `other_side_decides`."""
    application, case = _of_partner(request, caller, work)
    work.require(application.refuses_decision("refuse", Side.PARTNER))
    end(work, application, case.filings, "refuse", Side.PARTNER)
    return ApplicationState.of(application)


def handle_partner_request(request: HandleRequest, caller: Caller, work: Work) -> ApplicationState:
    """The customer agrees to its partner's unlink or switch, or refuses it.

    Raises NotFound for an application that is not the customer's; Refused `illegal_transition`, `other_side_decides`, for a switch
    `switching_notice_not_accepted` and `notice_not_accepted`, and what blocks the operation by now.
    """
    application, case, standings = _of_customer(request, caller, work)
    work.require(application.refuses_decision("agree" if request.agreed else "refuse", Side.CUSTOMER))
    if not request.agreed:
        end(work, application, case.filings, "refuse", Side.CUSTOMER)
        return ApplicationState.of(application)
    operation = Operation(application.application_type.value)
    if operation is Operation.UNLINK:
        work.require(*reasons_against(Side.PARTNER, operation, case.facts(work.now), again=True))
        unlink(work, application, case, Side.CUSTOMER)
        return ApplicationState.of(application)
    work.require(
        refuses_switching_notice(request.switching_notice_accepted),
        refuses_notice(request.association_notice_accepted, "10.4.1.5/r23"),
        *reasons_against(Side.CUSTOMER, operation, case.facts(work.now), again=True),
    )
    notes = case.notes(operation)
    _sign(work, application, standings)
    switch(work, application, case, Side.CUSTOMER)
    return ApplicationState.of(application, notes)


def cancel_association_application(request: ApplicationRef, caller: Caller, work: Work) -> ApplicationState:
    """The partner takes back what it filed; it may apply again at once.

    Raises NotFound; Refused `illegal_transition`, `only_filer_cancels`.
    """
    application, case = _of_partner(request, caller, work)
    return _cancel(work, application, case, Side.PARTNER)


def cancel_unbind_request(request: ApplicationRef, caller: Caller, work: Work) -> ApplicationState:
    """The customer takes back its request; its three months run on. Raises as `cancel_association_application`."""
    application, case, _ = _of_customer(request, caller, work)
    return _cancel(work, application, case, Side.CUSTOMER)


def _cancel(work: Work, application: AssociationApplication, case: Case, side: Side) -> ApplicationState:
    work.require(application.refuses_cancelling(side))
    end(work, application, case.filings, "cancel", side, counts=False)
    return ApplicationState.of(application)


def _of_partner(request: ApplicationRef, caller: Caller, work: Work) -> tuple[AssociationApplication, Case]:
    application = work.get(application_key(caller.partner_id, request.application_id))
    case, _ = load_case(work, application.partner_id, application.customer_id)
    return application, case


def _of_customer(request: ApplicationRef, caller: Caller, work: Work) -> tuple[AssociationApplication, Case, dict[str, Any]]:
    partner_id, customer_id = partner_of(work, caller), caller.customer_id
    notices = {mode.value: notice_standing_key(customer_id, mode) for mode in AssociationType}
    notices["switching"] = standing_key(Signatory.CUSTOMER, customer_id, SWITCHING_NOTICE.code)
    case, (application, *standings) = load_case(
        work, partner_id, customer_id, application_key(partner_id, request.application_id), *notices.values()
    )
    if application is None or application.customer_id != customer_id:
        raise NotFound("application")
    return application, case, dict(zip(notices, standings, strict=True))


def _sign(work: Work, application: AssociationApplication, standings: dict[str, Any]) -> None:
    """Both notices, as they are in force, for the type that the customer is switched to (10.4.1.5/r23)."""
    target, whose = application.target_association_type, {"partner_id": application.partner_id, "customer_id": application.customer_id}
    sign(
        work,
        SWITCHING_NOTICE.in_force(work.now),
        application.customer_id,
        standings["switching"],
        association_type=target.value,
        **whose,
    )
    sign_notice(work, target, standings[target.value], **whose)
