"""Payment agreements: who may pay in for a partner under another name (10.6.3.3), and the payer names in effect (10.6.3.2/r10, r11).

In effect from creation on (10.6.3.3/r3) until voided, for good. OPEN in 10.6.3.2/r10 and 10.6.3.3/r4: whether the verified entity itself
is one of the five: it is not, five agreements may be in effect beside it (glossary part 4, 24).
"""

from __future__ import annotations

from datetime import datetime

from partner_center.funds.remittances.names import plain_name
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.workflow import PARTNER, Workflow, step
from partner_center.platform.table import Choice, Data, Instant, Key, Place, Record, Text

MOST_IN_EFFECT = 5


class AgreementType(Labelled):
    """The one type the guide knows."""

    THIRD_PARTY_LONG_TERM = "third_party_long_term", "第三方长期代付协议", "Long-term third-party payment agreement"


class EntrustedPartyType(Labelled):
    """What an entrusted party is (10.6.3.3/r7)."""

    ENTERPRISE = "enterprise", "企业", "Enterprise"
    INDIVIDUAL = "individual", "个人", "Individual"


class AgreementStatus(Labelled):
    """Active from creation, inactive once voided."""

    ACTIVE = "active", "生效", "Active"
    INACTIVE = "inactive", "失效", "Inactive"


AGREEMENTS_FLOW: Workflow[AgreementStatus] = Workflow(
    step("void", [AgreementStatus.ACTIVE], AgreementStatus.INACTIVE, [PARTNER], rule="10.6.3.3/r6")
)


class PaymentAgreement(Record, kind="payment_agreement"):
    """An agreement of partner, vendor and an entrusted party that the latter pays in for the partner."""

    PLACE = Place("partner/{partner_id}/payment_agreement", "{agreement_id}")
    SECRET = ("entrusted_party",)

    partner_id = Text()
    agreement_id = Text()
    agreement_type = Choice(AgreementType, default=AgreementType.THIRD_PARTY_LONG_TERM)
    entrusted_party = Text()
    entrusted_party_type = Choice(EntrustedPartyType)
    status = Choice(AgreementStatus, default=AgreementStatus.ACTIVE)
    effective_at = Instant()
    expired_at = Instant(null=True)

    @property
    def operations(self) -> list[str]:
        """What the list offers: only agreements in effect can be voided (10.6.3.3/r6)."""
        return ["void"] if self.status is AgreementStatus.ACTIVE else []

    def covers(self, payer_name: str, at: datetime) -> bool:
        """Whether it let this payer pay at an instant."""
        in_effect = self.effective_at <= at and (self.expired_at is None or at < self.expired_at)
        return in_effect and plain_name(self.entrusted_party) == plain_name(payer_name)

    def void(self, actor: str, now: datetime) -> None:
        """End it for good. Raises Refused `illegal_transition`."""
        self.status = AGREEMENTS_FLOW.take("void", self.status, actor)
        self.expired_at = now


class PayerNames(Record, kind="payer_names"):
    """The payer names of a partner that agreements keep in effect: changed by each agreement made or voided, so that the limit holds.

    names: [{"agreement_id", "name", "type"}].
    """

    PLACE = Place("partner/{partner_id}/payer_names", "in_effect")
    SECRET = ("names",)

    partner_id = Text()
    names = Data()

    @classmethod
    def none_of(cls, partner_id: str) -> PayerNames:
        """What holds before the first agreement."""
        return cls(partner_id=partner_id, names=[])

    def refuses_another(self) -> Refusal | None:
        """At most five in effect (10.6.3.2/r10, r11; 10.6.3.3/r4)."""
        if len(self.names) < MOST_IN_EFFECT:
            return None
        return Refusal.because(
            "too_many_payer_names", "10.6.3.3/r4", way_out="void_an_agreement_first", in_effect=len(self.names), at_most=MOST_IN_EFFECT
        )

    def refuses_name(self, name: str) -> Refusal | None:
        """Each name once: a second agreement would use up a place for nothing."""
        same = next((known for known in self.names if plain_name(known["name"]) == plain_name(name)), None)
        return Refusal.because("payer_name_in_effect", "10.6.3.3/r3", agreement_id=same["agreement_id"]) if same else None

    def enter(self, agreement: PaymentAgreement) -> None:
        """A new agreement's name is in effect."""
        entry = {
            "agreement_id": agreement.agreement_id,
            "name": agreement.entrusted_party,
            "type": agreement.entrusted_party_type.value,
        }
        self.names = [*self.names, entry]

    def strike(self, agreement: PaymentAgreement) -> None:
        """A voided agreement's name is not in effect any more."""
        self.names = [known for known in self.names if known["agreement_id"] != agreement.agreement_id]


def payer_names_key(partner_id: str) -> Key[PayerNames]:
    """The address of a partner's payer names in effect."""
    return PayerNames.key(partner_id=partner_id)


def agreement_key(partner_id: str, agreement_id: str) -> Key[PaymentAgreement]:
    """The address of an agreement."""
    return PaymentAgreement.key(partner_id=partner_id, agreement_id=agreement_id)
