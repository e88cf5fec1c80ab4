"""The notice that a customer accepts when it associates, as versioned text, and signing a newer version of it later (13.11).

The signatures lie in the one store of all agreements (platform/agreement.py); the notice binds the customer.
"""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.account import customer_account_key
from partner_center.customers.association import Association, AssociationType, association_key
from partner_center.customers.association_contracts import NoticeState, SignNotice
from partner_center.customers.contracts import NoticeText, Words
from partner_center.customers.terms import PACKAGE
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.agreement import Agreement, AgreementSignature, Document, Signatory, StandingAgreement, sign, standing_key
from partner_center.platform.caller import Caller
from partner_center.platform.table import Key
from partner_center.platform.work import Work


def notice(association_type: AssociationType) -> Agreement:
    """The notice for a mode: each mode has its own text (13.1.2/r1)."""
    return Agreement(f"association_notice_{association_type.value}", PACKAGE, "association_notice")


def notice_in_force(association_type: AssociationType, at: datetime) -> Document:
    """The version that a customer accepts at an instant."""
    return notice(association_type).in_force(at)


def notice_text(document: Document) -> NoticeText:
    """A notice as the API shows it."""
    return NoticeText(name=Words(zh=document.name.zh, en=document.name.en), version=document.version, content=document.content)


def notice_standing_key(customer_id: str, association_type: AssociationType) -> Key[StandingAgreement]:
    """What a customer accepted of the notice for a mode."""
    return standing_key(Signatory.CUSTOMER, customer_id, notice(association_type).code)


def sign_notice(
    work: Work, association_type: AssociationType, standing: StandingAgreement | None, *, customer_id: str, partner_id: str
) -> AgreementSignature:
    """The customer's signature under the version in force, within a command."""
    document = notice_in_force(association_type, work.now)
    return sign(
        work, document, customer_id, standing, partner_id=partner_id, customer_id=customer_id, association_type=association_type.value
    )


def get_association_notice(caller: Caller, work: Work) -> NoticeState:
    """The notice in force for the caller's association, and the version it signed: where they differ it can sign at once (13.11/r1).

    Raises NotFound for a customer that is not associated.
    """
    _, document, standing = _of_caller(caller, work)
    return _state(document, standing)


def sign_association_notice(request: SignNotice, caller: Caller, work: Work) -> NoticeState:
    """Sign the version in force (13.11). Signing it again changes nothing.

    Raises Refused `notice_not_accepted`, `agreement_version_not_in_force`; NotFound for a customer that is not associated.
    """
    association, document, standing = _of_caller(caller, work)
    work.require(refuses_notice(request.notice_accepted, "13.11/r2"), document.refuses_version(request.version))
    if standing is None or not standing.stands_for(document.version):
        ids = {"customer_id": association.customer_id, "partner_id": association.partner_id}
        sign_notice(work, association.association_type, standing, **ids)
        return NoticeState(notice=notice_text(document), signed_version=document.version, signed_at=work.now, to_be_signed=False)
    return _state(document, standing)


def refuses_notice(accepted: bool, rule: str = "13.1.2/r1") -> Refusal | None:
    """The notice must be ticked before going on."""
    return None if accepted else Refusal.because("notice_not_accepted", rule)


def _of_caller(caller: Caller, work: Work) -> tuple[Association, Document, StandingAgreement | None]:
    account = work.get(customer_account_key(caller.customer_id))
    if account.associated_partner_id is None:
        raise NotFound("association")
    association, *standings = work.look(
        association_key(account.associated_partner_id, caller.customer_id),
        *(notice_standing_key(caller.customer_id, mode) for mode in AssociationType),
    )
    if association is None:
        raise NotFound("association")
    document = notice_in_force(association.association_type, work.now)
    return association, document, next((known for known in standings if known is not None and known.code == document.code), None)


def _state(document: Document, standing: StandingAgreement | None) -> NoticeState:
    return NoticeState(
        notice=notice_text(document),
        signed_version=standing.version_signed if standing else None,
        signed_at=standing.signed_at if standing else None,
        to_be_signed=standing is None or not standing.stands_for(document.version),
    )
