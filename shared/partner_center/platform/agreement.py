"""Agreements: texts in versions that somebody accepts, and the one store of who accepted what (guide 13.11, 19.2 to 19.9).

    COMMITMENT = Agreement("on_behalf_commitment", "partner_center.identity")

    @Action.post("/customers/{customer_id}/operation", allow=…, agreement=COMMITMENT)   # refused until the version in force is accepted

The texts are rows with effective dates in an area's data. Whoever an agreement binds is its signatory: a person, a customer, or a partner
as a whole. Every acceptance and withdrawal is a row that is never changed (`agreement_signature`); what holds now stands beside them, one
record an agreement and signatory, so that a guarded command reads it by key. A version that comes into force asks everybody again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partner_center.kernel import clock
from partner_center.kernel.effective import find_in_force
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.permissions import Actor
from partner_center.platform.caller import Caller
from partner_center.platform.guard import NotAdmitted
from partner_center.platform.table import Choice, Data, Instant, Key, Place, Record, Text
from partner_center.platform.work import Work


class Signatory(Labelled):
    """Whom an agreement binds."""

    PERSON = "person", "个人", "Person"
    CUSTOMER = "customer", "客户", "Customer"
    PARTNER = "partner", "合作伙伴", "Partner"

    def of(self, caller: Caller) -> str | None:
        """The one for whom this caller may sign; None where it is not of that side. Whoever acts for a customer signs nothing for it."""
        if caller.agent is not None:
            return None
        match self:
            case Signatory.PARTNER:
                return caller.partner if caller.actor is Actor.PARTNER else None
            case Signatory.CUSTOMER:
                return caller.customer if caller.actor is Actor.CUSTOMER else None
        return caller.user_id if caller.actor not in {Actor.SYSTEM, Actor.VISITOR} else None


class Act(Labelled):
    """What was done with an agreement."""

    ACCEPTED = "accepted", "已签署", "Accepted"
    WITHDRAWN = "withdrawn", "已撤销", "Withdrawn"


@dataclass(frozen=True)
class Document:
    """One version of an agreement's text, clauses by language. `row` holds what its area says of it besides."""

    code: str
    version: str
    name: Label
    content: dict[str, list[str]]
    signatory: Signatory
    withdrawable: bool
    effective_from: datetime
    row: dict[str, Any]

    @property
    def rule(self) -> str | None:
        """The specification's rule by which it is asked for."""
        return self.row.get("rule")

    def refuses_version(self, version: str) -> Refusal | None:
        """Only this version can be accepted: nobody accepts what he was not shown."""
        if version == self.version:
            return None
        return Refusal.because(
            "agreement_version_not_in_force",
            self.rule,
            way_out="read_the_version_in_force",
            agreement=self.code,
            version=version,
            in_force=self.version,
        )


@dataclass(frozen=True)
class Agreement:
    """An agreement by its code, and where its texts lie: `<package>/data/<file>.json`."""

    code: str
    package: str
    file: str = "documents"

    def in_force(self, at: datetime) -> Document:
        """The version in force at an instant. Raises Broken where none has begun."""
        row = find_in_force(self.package, self.file, at, code=self.code)
        if row is None:
            raise Broken(f"no version of {self.code} is in force at {clock.iso(at)}")
        return Document(
            code=self.code,
            version=row["version"],
            name=Label(row["name_zh"], row["name_en"]),
            content={"zh": row["content_zh"], "en": row["content_en"]},
            signatory=Signatory(row["signatory"]),
            withdrawable=row.get("withdrawable", False),
            effective_from=clock.instant(row["effective_from"]),
            row=row,
        )


class AgreementSignature(Record, kind="agreement_signature"):
    """A version that somebody accepted or withdrew, with its text as it was (13.11/r3). Append-only.

    `signatory_id` is bound by it; `user_id` clicked, from the network address `source`. `partner_id` and `customer_id` name the other
    side where there is one (the partner whom a customer joins).
    """

    PLACE = Place("{signatory}/{signatory_id}/agreement_signature", "{signed_at}/{code}")

    signatory = Choice(Signatory)
    signatory_id = Text()
    code = Text()
    name = Text()
    name_en = Text()
    version_signed = Text()
    act = Choice(Act, default=Act.ACCEPTED)
    signed_at = Instant()
    user_id = Text()
    user_name = Text(null=True)
    source = Text(null=True)
    partner_id = Text(null=True)
    customer_id = Text(null=True)
    association_type = Text(null=True)
    content = Data()


class StandingAgreement(Record, kind="standing_agreement"):
    """The version of an agreement that a signatory accepted last, and whether that still stands."""

    PLACE = Place("{signatory}/{signatory_id}/standing_agreement", "{code}")

    signatory = Choice(Signatory)
    signatory_id = Text()
    code = Text()
    version_signed = Text()
    signed_at = Instant()
    withdrawn_at = Instant(null=True)

    def stands_for(self, version: str) -> bool:
        """Whether this very version is accepted and not withdrawn."""
        return self.version_signed == version and self.withdrawn_at is None


def standing_key(signatory: Signatory, signatory_id: str, code: str) -> Key[StandingAgreement]:
    """The address of what holds between a signatory and an agreement."""
    return StandingAgreement.key(signatory=signatory.value, signatory_id=signatory_id, code=code)


def signatures_of(signatory: Signatory, signatory_id: str) -> str:
    """The partition of everything that a signatory signed."""
    return AgreementSignature.partition(signatory=signatory.value, signatory_id=signatory_id)


def sign(work: Work, document: Document, signatory_id: str, standing: StandingAgreement | None, **facts: Any) -> AgreementSignature:
    """Accept a version within a command. `standing` is what the command read; `facts` are fields of the signature."""
    standing = standing or StandingAgreement(signatory=document.signatory, signatory_id=signatory_id, code=document.code)
    standing.version_signed, standing.signed_at, standing.withdrawn_at = document.version, work.now, None
    work.keep(standing)
    return _write(work, Act.ACCEPTED, document, signatory_id, facts)


def withdraw(work: Work, document: Document, standing: StandingAgreement) -> AgreementSignature:
    """End an acceptance within a command."""
    standing.withdrawn_at = work.now
    work.change(standing)
    return _write(work, Act.WITHDRAWN, document, standing.signatory_id, {})


def _write(work: Work, act: Act, document: Document, signatory_id: str, facts: dict[str, Any]) -> AgreementSignature:
    signature = AgreementSignature(
        signatory=document.signatory,
        signatory_id=signatory_id,
        code=document.code,
        name=document.name.zh,
        name_en=document.name.en,
        version_signed=document.version,
        act=act,
        signed_at=work.now,
        user_id=work.caller.user_id,
        user_name=work.caller.name or None,
        source=work.origin.source,
        content=document.content,
        **facts,
    )
    work.add(signature)
    return signature


@dataclass(frozen=True)
class AgreementGuard:
    """Lets a command through whose caller's side has accepted the version in force."""

    document: Document

    def key(self, caller: Caller) -> Key[StandingAgreement] | None:
        """What holds between the caller's side and the agreement."""
        signatory_id = self.document.signatory.of(caller)
        return standing_key(self.document.signatory, signatory_id, self.document.code) if signatory_id else None

    def check(self, found: Record | None, work: Work) -> None:
        """Raises NotAdmitted `agreement_required`, for an older version as for none."""
        if isinstance(found, StandingAgreement) and found.stands_for(self.document.version):
            return
        raise NotAdmitted(
            Refusal.because(
                "agreement_required",
                self.document.rule,
                way_out="accept_the_agreement",
                agreement=self.document.code,
                version=self.document.version,
                name=self.document.name.in_(work.origin.language),
                accept_at=f"/identity/documents/{self.document.code}/acceptances",
            )
        )
