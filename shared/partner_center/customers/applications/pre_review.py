"""The vendor's pre-review of an unlink: where a partner unlinks a resale customer with a framework contract, never a reseller's.

10.4.1.5/r24-r26; 12.3.1.4/r8. OPEN in 10.4.1.5: how long it may take. Here as long as the review of a report.
"""

from __future__ import annotations

from typing import Any

from partner_center.customers.applications.application import (
    APPLICATION_FLOW,
    AssociationApplication,
    Operation,
    application_key,
)
from partner_center.customers.applications.conditions import Facts
from partner_center.customers.applications.contracts import ApplicationRef, PreReviewer
from partner_center.customers.applications.events import ApplicationEnded, ApplicationWaits
from partner_center.customers.applications.filing import Filings, customer_filings_key, partner_filing_key
from partner_center.customers.association import AssociationType
from partner_center.identity import VENDOR, membership_key
from partner_center.kernel.errors import NotFound
from partner_center.kernel.labels import Label
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work
from partner_center.reviews import Decision, ReviewKind, Ruling, open_review, review_key


def needs_pre_review(operation: Operation, facts: Facts) -> bool:
    """Whether the vendor looks at a partner's application first (10.4.1.5/r24, 12.3.1.4/r8)."""
    resale_unlink = operation is Operation.UNLINK and facts.association_type is AssociationType.RESALE
    return resale_unlink and facts.known["framework_contract"] and facts.partner_type is not PartnerType.RESELLER


def open_pre_review(work: Work, application: AssociationApplication, partner_name: str) -> None:
    """Lay an application before the vendor."""
    open_review(
        work,
        PRE_REVIEW,
        application.application_id,
        partner_id=application.partner_id,
        title=application.customer_name,
        facts={
            "partner_name": partner_name,
            "customer_name": application.customer_name,
            "account_name": application.account_name,
            "association_type": application.association_type.value,
            "reason": application.reason,
            "checks": list(application.checks),
        },
    )


def decide_pre_review(ruling: Ruling, work: Work) -> dict[str, Any]:
    """Pass (the customer is asked) or fail with a reason; the partner then fixes it and may apply again at once (10.4.1.5/r25).

    Raises Refused `illegal_transition`; NotFound.
    """
    application = work.get(application_key(ruling.partner_id or "", ruling.subject_id))
    passed = ruling.decision is Decision.APPROVED
    step = "pass_pre_review" if passed else "fail_pre_review"
    work.require(APPLICATION_FLOW.refuses(step, application.status, work.caller.actor))
    application.take(step, work.caller.actor)
    application.reviewer_id, application.reviewer_name = work.caller.user_id, work.caller.name or None
    work.change(application)
    if passed:
        work.emit(ApplicationWaits.of(application))
        return {"status": application.status}
    application.pre_review_reason, application.decided_at, application.decided_by = ruling.reason, work.now, work.caller.user_id
    partner_id, customer_id = application.partner_id, application.customer_id
    found = work.look(customer_filings_key(customer_id), partner_filing_key(partner_id, customer_id))
    Filings.of(partner_id, customer_id, *found).close(work, application, counts=False)
    work.emit(ApplicationEnded.of(application))
    return {"status": application.status}


def get_prereviewer_contact(request: ApplicationRef, caller: Caller, work: Work) -> PreReviewer:
    """Name and e-mail of whoever pre-reviews or pre-reviewed an application (10.4.1.5/r26). NotFound for a foreign application."""
    partner_id, application_id = caller.partner_id, request.application_id
    application, task = work.look(
        application_key(partner_id, application_id), review_key(PRE_REVIEW, application_id, partner_id=partner_id)
    )
    if application is None:
        raise NotFound("application")
    reviewer_id = application.reviewer_id or (task.claimed_by if task is not None else None)
    if reviewer_id is None:
        return PreReviewer(name=None, email=None)
    reviewer = work.get(membership_key(reviewer_id, VENDOR), or_none=True)
    return PreReviewer(
        name=reviewer.name if reviewer is not None else application.reviewer_name, email=reviewer.email if reviewer is not None else None
    )


PRE_REVIEW = ReviewKind(
    "customers.unlink_pre_review",
    Label("解除关联预评审", "Pre-review of an unlink"),
    duty="customers.pre_review_unlinks",
    rule="10.4.1.5/r24",
    working_days=4,
    decide=decide_pre_review,
)
