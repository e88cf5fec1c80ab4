"""A partner asks its resale customer for the authorization to act on its behalf (10.4.1.7; twins 11.3.1.7, 12.3.1.6).

The partner's commitment (19.7; the 协议 of 10.4.1.7 is the same text: glossary 4.21) is ticked with the first request ever to a customer.
Where the version in force does not bind the partner yet, an administrator's tick binds it; a manager's alone is not enough, for who may
bind a partner is one rule for all documents (identity/documents.py). OPEN: first = first ever per partner and customer, also after the two
were unlinked and associated again.
"""

from __future__ import annotations

from partner_center.customers.agency.authorization import (
    AuthorizationStatus,
    CustomerAuthorization,
    authorization_key,
    refuses_request,
)
from partner_center.customers.agency.contracts import AuthorizationState, RequestAuthorization
from partner_center.customers.agency.events import AuthorizationRequested
from partner_center.customers.association import association_key, refuses_unless_linked
from partner_center.identity import ON_BEHALF_COMMITMENT, accept, document_standing_key
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.agreement import Document, StandingAgreement
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def request_authorization(request: RequestAuthorization, caller: Caller, work: Work) -> AuthorizationState:
    """Send a request to the customer.

    Raises Refused `customer_not_linked`, `customer_not_resale`, `authorization_pending`, `already_authorized`, `commitment_not_ticked`,
    `agreement_version_not_in_force`, `agreement_required`; NotFound for a customer that is not the caller's.
    """
    commitment = ON_BEHALF_COMMITMENT.in_force(work.now)
    association, known, standing = work.look(
        association_key(caller.partner_id, request.customer_id),
        authorization_key(caller.partner_id, request.customer_id),
        document_standing_key(commitment, caller),
    )
    if association is None:
        raise NotFound("customer")
    work.require(refuses_unless_linked(association, resale=True), refuses_request(known))
    if known is None:
        work.require(*refuses_commitment(request, commitment, standing, caller))
        if standing is None or not standing.stands_for(commitment.version):
            accept(work, commitment, caller, standing)
        known = CustomerAuthorization(
            partner_id=caller.partner_id,
            customer_id=request.customer_id,
            authorization_id=ids.new_id("CA", work.now),
            status=AuthorizationStatus.PENDING,
            requested_at=work.now,
            requested_by=caller.user_id,
            requester_name=caller.name or None,
            first_requested_at=work.now,
            commitment_version=commitment.version,
        )
    else:
        work.add(known.renewed(work.now, caller.user_id, caller.name or None))
    known.customer_name = association.customer_name
    work.keep(known)
    work.rely_on(association)
    work.emit(
        AuthorizationRequested(
            partner_id=known.partner_id,
            customer_id=known.customer_id,
            authorization_id=known.authorization_id,
            requested_at=work.now,
        )
    )
    return state_of(known)


def refuses_commitment(
    request: RequestAuthorization, commitment: Document, standing: StandingAgreement | None, caller: Caller
) -> list[Refusal | None]:
    """The tick under the version in force; an administrator's where it does not bind the partner yet (10.4.1.7/r2, 19.7/r1)."""
    if not request.commitment_accepted or request.commitment_version is None:
        return [
            Refusal.because(
                "commitment_not_ticked",
                "10.4.1.7/r2",
                way_out="read_and_tick_the_commitment",
                agreement=commitment.code,
                version=commitment.version,
            )
        ]
    binds = standing is not None and standing.stands_for(commitment.version)
    may_bind = commitment.row["permission"] is None or caller.may(commitment.row["permission"])
    return [
        commitment.refuses_version(request.commitment_version),
        None
        if binds or may_bind
        else Refusal.because(
            "agreement_required",
            "19.7/r1",
            way_out="administrator_accepts_the_commitment",
            agreement=commitment.code,
            version=commitment.version,
        ),
    ]


def state_of(known: CustomerAuthorization) -> AuthorizationState:
    """An authorization as the API shows it."""
    return AuthorizationState(
        authorization_id=known.authorization_id,
        partner_id=known.partner_id,
        customer_id=known.customer_id,
        status=known.status,
        requested_at=known.requested_at,
        decided_at=known.decided_at,
        cancelled_at=known.cancelled_at,
        letter_version=known.letter_version,
    )
