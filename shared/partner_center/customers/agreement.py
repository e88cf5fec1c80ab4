"""The notice that a customer accepts when it associates, as versioned text, and its signature (13.11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from partner_center.customers.association import AssociationType
from partner_center.customers.terms import PACKAGE
from partner_center.kernel.effective import in_force
from partner_center.kernel.labels import Label
from partner_center.platform.table import Choice, Data, Instant, Place, Record, Text


@dataclass(frozen=True)
class Notice:
    """One version of the notice for one mode (data/association_notice.json)."""

    code: str
    version: str
    name: Label
    content: dict[str, list[str]]  # clauses by language


class AgreementSignature(Record, kind="agreement_signature"):
    """A version that a customer signed, with its text as it was. Append-only (13.11/r3)."""

    PLACE = Place("customer/{customer_id}/agreement_signature", "{signed_at}/{code}")

    customer_id = Text()
    partner_id = Text()
    code = Text()
    name = Text()
    version_signed = Text()
    association_type = Choice(AssociationType)
    signed_at = Instant()
    content = Data()


def notice_in_force(association_type: AssociationType, at: datetime) -> Notice:
    """The notice that a customer accepts at an instant; its text depends on the mode (13.1.2/r1)."""
    row = in_force(PACKAGE, "association_notice", at, association_type=association_type.value)
    content = {"zh": row["content_zh"], "en": row["content_en"]}
    return Notice(row["code"], row["version"], Label(row["name_zh"], row["name_en"]), content)


def signature(notice: Notice, association_type: AssociationType, *, customer_id: str, partner_id: str, at: datetime) -> AgreementSignature:
    """The customer's signature under a notice."""
    return AgreementSignature(
        customer_id=customer_id,
        partner_id=partner_id,
        code=notice.code,
        name=notice.name.zh,
        version_signed=notice.version,
        association_type=association_type,
        signed_at=at,
        content=notice.content,
    )
