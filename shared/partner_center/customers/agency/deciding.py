"""The customer agrees to its partner acting for it, refuses, or ends it again (13.8, 19.5, 19.8/r4).

Agreeing signs the letter (19.5) in the version in force; ending needs a reason and ends the open sessions in the same transaction. A newer
letter is shown to the customer and changes nothing by itself (19.5/r8): it ends the authorization if it disagrees.
"""

from __future__ import annotations

from partner_center.customers.agency.authorization import (
    AuthorizationStatus,
    CancelledBy,
    CustomerAuthorization,
    authorization_key,
    refuses_unless_granted,
    refuses_unless_pending,
)
from partner_center.customers.agency.contracts import (
    AcceptAuthorization,
    Advice,
    AuthorizationGranted,
    AuthorizationState,
    RejectAuthorization,
    RevokeAuthorization,
)
from partner_center.customers.agency.ending import cancel_authorization
from partner_center.customers.agency.events import AuthorizationDecided
from partner_center.customers.agency.requesting import state_of
from partner_center.customers.association import association_key, refuses_unless_linked
from partner_center.identity import CUSTOMER_AUTHORIZATION_LETTER
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.messages import TEXTS
from partner_center.platform.agency import AgencyEnd
from partner_center.platform.agreement import Signatory, sign, standing_key, withdraw
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

CLOUD_AUDIT = "/audit/tracker"  # where the customer switches it on


def accept_authorization(request: AcceptAuthorization, caller: Caller, work: Work) -> AuthorizationGranted:
    """Let the partner act on the caller's behalf, under the letter in force.

    Raises Refused `authorization_not_pending`, `customer_not_linked`, `customer_not_resale`, `letter_not_ticked`,
    `agreement_version_not_in_force`; NotFound where that partner asked nothing.
    """
    letter = CUSTOMER_AUTHORIZATION_LETTER.in_force(work.now)
    known, association, standing = work.look(
        authorization_key(request.partner_id, caller.customer_id),
        association_key(request.partner_id, caller.customer_id),
        standing_key(Signatory.CUSTOMER, caller.customer_id, letter.code),
    )
    if known is None or association is None:
        raise NotFound("authorization")
    work.require(
        refuses_unless_pending(known),
        refuses_unless_linked(association, resale=True),
        None if request.letter_accepted else Refusal.because("letter_not_ticked", "19.5/r1", agreement=letter.code),
        letter.refuses_version(request.version),
    )
    known.status, known.decided_at, known.letter_version = AuthorizationStatus.AUTHORIZED, work.now, letter.version
    work.change(known)
    work.rely_on(association)
    sign(work, letter, caller.customer_id, standing, partner_id=request.partner_id, customer_id=caller.customer_id)
    work.emit(_decided(known, work))
    text = TEXTS["switch_on_cloud_audit"]
    advice = Advice(code="switch_on_cloud_audit", zh=text.zh, en=text.en, at=CLOUD_AUDIT)
    return AuthorizationGranted(**state_of(known).model_dump(), advice=[advice])


def reject_authorization(request: RejectAuthorization, caller: Caller, work: Work) -> AuthorizationState:
    """Refuse the partner's request (13.8 OPEN). Raises Refused `authorization_not_pending`; NotFound."""
    known = work.get(authorization_key(request.partner_id, caller.customer_id))
    work.require(refuses_unless_pending(known))
    known.status, known.decided_at, known.reason = AuthorizationStatus.REJECTED, work.now, request.reason
    work.change(known)
    work.emit(_decided(known, work))
    return state_of(known)


def revoke_authorization(request: RevokeAuthorization, caller: Caller, work: Work) -> AuthorizationState:
    """End the authorization: nobody acts for the caller any more, from the next call on (13.8, 19.5/r9).

    Raises Refused `authorization_not_granted`; NotFound.
    """
    letter = CUSTOMER_AUTHORIZATION_LETTER.in_force(work.now)
    known, standing = work.look(
        authorization_key(request.partner_id, caller.customer_id),
        standing_key(Signatory.CUSTOMER, caller.customer_id, letter.code),
    )
    if known is None:
        raise NotFound("authorization")
    work.require(refuses_unless_granted(known))
    cancel_authorization(work, known, CancelledBy.CUSTOMER, AgencyEnd.REVOKED, request.cancel_reason)
    if standing is not None and standing.withdrawn_at is None:
        withdraw(work, letter, standing)
    return state_of(known)


def _decided(known: CustomerAuthorization, work: Work) -> AuthorizationDecided:
    return AuthorizationDecided(
        partner_id=known.partner_id,
        customer_id=known.customer_id,
        authorization_id=known.authorization_id,
        decision=known.status.value,
        decided_at=work.now,
    )
