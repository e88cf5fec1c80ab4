"""The hint on 我的合作伙伴: which agreements the customer has not signed in the version in force (13.11/r1; 19.4, 19.5).

An associated customer signs the notice on associating for its mode and the one on the partner managing its information; the authorization
letter where its partner asks for an authorization, and again where it gave one under an older text. That older authorization stays in
force: a customer that disagrees with the new letter ends it (19.5/r8).
"""

from __future__ import annotations

from partner_center.customers.account import customer_account_key
from partner_center.customers.agency.authorization import AuthorizationStatus, CustomerAuthorization, authorization_key
from partner_center.customers.agreement import notice, notice_in_force
from partner_center.customers.association import AssociationStatus, AssociationType, association_key
from partner_center.customers.contracts import Words
from partner_center.customers.signing.contracts import AgreementsToSign, ToSign, Why
from partner_center.identity import CUSTOMER_AUTHORIZATION_LETTER, SERVICE_PROVIDER_PERSONAL_INFORMATION
from partner_center.platform.agreement import Document, Signatory, StandingAgreement, standing_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

SIGN_NOTICE = "/customers/agreements"


def list_agreements_to_sign(caller: Caller, work: Work) -> AgreementsToSign:
    """What the calling customer has to sign now, each with its text and where to sign; nothing for one that is not associated."""
    account = work.get(customer_account_key(caller.customer_id), or_none=True)
    if account is None or account.associated_partner_id is None:
        return AgreementsToSign(items=[])
    partner_id = account.associated_partner_id
    information, letter = (a.in_force(work.now) for a in (SERVICE_PROVIDER_PERSONAL_INFORMATION, CUSTOMER_AUTHORIZATION_LETTER))
    codes = [*(notice(mode).code for mode in AssociationType), information.code, letter.code]
    association, authorization, *standings = work.look(
        association_key(partner_id, caller.customer_id),
        authorization_key(partner_id, caller.customer_id),
        *(standing_key(Signatory.CUSTOMER, caller.customer_id, code) for code in codes),
    )
    if association is None or association.status is not AssociationStatus.ASSOCIATED:
        return AgreementsToSign(items=[])
    signed = dict(zip(codes, standings, strict=True))
    asked = [(notice_in_force(association.association_type, work.now), SIGN_NOTICE), (information, _accepted_at(information))]
    items = [_item(document, signed[document.code], why, at) for document, at in asked if (why := _why(document, signed[document.code]))]
    if (found := _letter(letter, signed[letter.code], authorization)) is not None:
        items.append(found)
    return AgreementsToSign(items=items)


def _why(document: Document, standing: StandingAgreement | None) -> Why | None:
    if standing is None:
        return Why.NEVER_SIGNED
    if standing.withdrawn_at is not None:
        return Why.WITHDRAWN
    return None if standing.stands_for(document.version) else Why.NEW_VERSION


def _letter(letter: Document, standing: StandingAgreement | None, authorization: CustomerAuthorization | None) -> ToSign | None:
    if authorization is None or not authorization.is_open:
        return None
    if authorization.status is AuthorizationStatus.PENDING:
        return _item(letter, standing, Why.REQUESTED, f"/customers/me/authorizations/{authorization.partner_id}/acceptance")
    why = _why(letter, standing)
    return _item(letter, standing, why, _accepted_at(letter)) if why else None


def _accepted_at(document: Document) -> str:
    return f"/identity/documents/{document.code}/acceptances"


def _item(document: Document, standing: StandingAgreement | None, why: Why, sign_at: str) -> ToSign:
    return ToSign(
        agreement=document.code,
        name=Words(zh=document.name.zh, en=document.name.en),
        version=document.version,
        signed_version=standing.version_signed if standing else None,
        signed_at=standing.signed_at if standing else None,
        why=why,
        sign_at=sign_at,
        content=document.content,
    )
