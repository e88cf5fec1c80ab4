"""Documents that people, customers and partners accept online, in versions, and their acceptance (guide 1.1, 19.2 to 19.9).

The texts are ours, made of the rules that each chapter gives (data/documents.json): who is bound by it (`signatory`), to whom it is shown
(`applies_to`: everybody, customers, partners of a type), which permission its signing needs, and whether its signatory may end it online.
The notice on associating (13.11) is the area customers'; its signatures lie in the same store (platform/agreement.py).

OPEN in 19.6, 19.7, 19.9: who may bind a partner. Here its administrators; a commitment then holds for all its members.
OPEN in 13.8, 19.5: accepting and ending the customer's letter each need a verification code, here too.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from partner_center.kernel import effective
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.permissions import Actor
from partner_center.platform.agreement import Agreement, Document, Signatory, StandingAgreement, sign, standing_key, withdraw
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Request, Response, Time, field
from partner_center.platform.problems import Halt
from partner_center.platform.table import Key
from partner_center.platform.work import Work, real_now

PACKAGE, FILE = "partner_center.identity", "documents"

ACCOUNT_USER_AGREEMENT = Agreement("account_user_agreement", PACKAGE)
ACCOUNT_PRIVACY_STATEMENT = Agreement("account_privacy_statement", PACKAGE)
CLOUD_USER_AGREEMENT = Agreement("cloud_user_agreement", PACKAGE)
PERSONAL_ACCOUNT_LINKING = Agreement("personal_account_linking", PACKAGE)
SERVICE_PROVIDER_PERSONAL_INFORMATION = Agreement("service_provider_personal_information", PACKAGE)
CUSTOMER_AUTHORIZATION_LETTER = Agreement("customer_authorization_letter", PACKAGE)
RESELLER_INFORMATION_AUTHORIZATION = Agreement("reseller_information_authorization", PACKAGE)
ON_BEHALF_COMMITMENT = Agreement("on_behalf_commitment", PACKAGE)
TASK_ENTRUSTMENT = Agreement("task_entrustment", PACKAGE)


# --- the words of the API ------------------------------------------------------------------------------------------------------

DocumentCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,64}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.]{1,16}$")]


class DocumentRef(Request):
    """A document."""

    document: DocumentCode = field("协议", "Document")


class AcceptDocument(DocumentRef):
    """The version that was shown, ticked as read and agreed."""

    version: Version = field("协议版本", "Version")
    accepted: bool = field("已阅读并同意", "Read and agreed", default=False)


class Names(Response):
    """A name in both languages."""

    zh: str
    en: str


class DocumentText(Response):
    """The version in force; clauses by language."""

    document: str
    version: str
    name: Names
    effective_from: Time
    content: dict[str, list[str]]


class AcceptanceState(Response):
    """What holds between the caller's side and a document. `to_be_accepted`: the version in force is not accepted, or not any more."""

    document: str
    name: Names
    version: str
    signatory: Signatory
    accepted_version: str | None
    accepted_at: Time | None
    withdrawn_at: Time | None
    to_be_accepted: bool
    withdrawable: bool


class DocumentShown(DocumentText):
    """A document and what the caller accepted of it."""

    acceptance: AcceptanceState


class DocumentList(Response):
    """The documents that concern the caller."""

    items: list[AcceptanceState]


# --- queries and commands ------------------------------------------------------------------------------------------------------


def get_document_text(request: DocumentRef) -> DocumentText:
    """The version in force of a document that everybody may read before having an account. Raises NotFound."""
    document = _known(request.document)
    if not document.row["public"]:
        raise NotFound("document")
    return _text(document)


def list_documents(caller: Caller, work: Work) -> DocumentList:
    """Every document that concerns the caller, with what its side accepted: a newer version shows as to be accepted (13.11/r1)."""
    documents = [document for document in _all() if _concerns(document, caller)]
    standings = work.look(*(document_standing_key(document, caller) for document in documents))
    return DocumentList(items=[_state(document, standing) for document, standing in zip(documents, standings, strict=True)])


def get_document(request: DocumentRef, caller: Caller, work: Work) -> DocumentShown:
    """The version in force and what the caller's side accepted of it. Raises NotFound for one that does not concern the caller."""
    document = _for(request.document, caller)
    standing = work.get(document_standing_key(document, caller), or_none=True)
    return DocumentShown(**_text(document).model_dump(), acceptance=_state(document, standing))


def accept_document(request: AcceptDocument, caller: Caller, work: Work) -> AcceptanceState:
    """Accept the version in force, for oneself or for one's customer account or partner. Accepting it again changes nothing.

    Raises Refused `agreement_not_ticked`, `agreement_version_not_in_force`; NotFound; Halt `forbidden` for a member who may not bind the
    partner.
    """
    document = _for(request.document, caller)
    _check_may_sign(document, caller)
    standing = work.get(document_standing_key(document, caller), or_none=True)
    work.require(refuses_unticked(request.accepted, document), document.refuses_version(request.version))
    if standing is not None and standing.stands_for(document.version):
        return _state(document, standing)
    accept(work, document, caller, standing)
    return _state(document, standing).model_copy(
        update={"accepted_version": document.version, "accepted_at": work.now, "withdrawn_at": None, "to_be_accepted": False}
    )


def withdraw_acceptance(request: DocumentRef, caller: Caller, work: Work) -> AcceptanceState:
    """End an acceptance online where the document allows it (19.5/r9, 19.9/r2). Ending it again changes nothing.

    Raises Refused `agreement_not_withdrawable`; NotFound where nothing was accepted; Halt `forbidden`.
    """
    document = _for(request.document, caller)
    _check_may_sign(document, caller)
    standing = work.get(document_standing_key(document, caller))
    work.require(None if document.withdrawable else Refusal.because("agreement_not_withdrawable", document.rule, agreement=document.code))
    if standing.withdrawn_at is None:
        withdraw(work, document, standing)
    return _state(document, standing)


# --- for other commands ----------------------------------------------------------------------------------------------------------


def accept(work: Work, document: Document, caller: Caller, standing: StandingAgreement | None) -> None:
    """Record an acceptance within a command whose form holds the tick; `standing` was read by `document_standing_key`."""
    sign(work, document, _side(document, caller), standing, partner_id=caller.partner if document.signatory is Signatory.PARTNER else None)


def document_standing_key(document: Document, caller: Caller) -> Key[StandingAgreement]:
    """What holds between the caller's side and a document, to be read with a command's other facts."""
    return standing_key(document.signatory, _side(document, caller), document.code)


def _side(document: Document, caller: Caller) -> str:
    if (side := document.signatory.of(caller)) is None:
        raise NotFound("document")
    return side


def refuses_unticked(accepted: bool, document: Document) -> Refusal | None:
    """Only the tick is consent (19.2/r1, 19.5/r1, 19.7/r1)."""
    return None if accepted else Refusal.because("agreement_not_ticked", document.rule, agreement=document.code)


def _all() -> list[Document]:
    now = real_now()
    codes = dict.fromkeys(row["code"] for row in effective.rows(PACKAGE, FILE))
    return [Agreement(code, PACKAGE, FILE).in_force(now) for code in codes if effective.find_in_force(PACKAGE, FILE, now, code=code)]


def _known(code: str) -> Document:
    if effective.find_in_force(PACKAGE, FILE, real_now(), code=code) is None:
        raise NotFound("document")
    return Agreement(code, PACKAGE, FILE).in_force(real_now())


def _for(code: str, caller: Caller) -> Document:
    document = _known(code)
    if not _concerns(document, caller):
        raise NotFound("document")
    return document


def _concerns(document: Document, caller: Caller) -> bool:
    if document.signatory.of(caller) is None:
        return False
    applies_to = document.row["applies_to"]
    return bool({"everybody", caller.actor.value, caller.partner_type if caller.actor is Actor.PARTNER else None} & set(applies_to))


def _check_may_sign(document: Document, caller: Caller) -> None:
    permission = document.row["permission"]
    if permission is not None and not caller.may(permission):
        raise Halt("forbidden")


def _text(document: Document) -> DocumentText:
    return DocumentText(
        document=document.code,
        version=document.version,
        name=Names(zh=document.name.zh, en=document.name.en),
        effective_from=document.effective_from,
        content=document.content,
    )


def _state(document: Document, standing: StandingAgreement | None) -> AcceptanceState:
    return AcceptanceState(
        document=document.code,
        name=Names(zh=document.name.zh, en=document.name.en),
        version=document.version,
        signatory=document.signatory,
        accepted_version=standing.version_signed if standing else None,
        accepted_at=standing.signed_at if standing else None,
        withdrawn_at=standing.withdrawn_at if standing else None,
        to_be_accepted=standing is None or not standing.stands_for(document.version),
        withdrawable=document.withdrawable,
    )
