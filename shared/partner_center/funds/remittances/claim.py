"""A partner's claim of a remittance that reached the general account (10.6.3.4)."""

from __future__ import annotations

from datetime import datetime

from partner_center.kernel.labels import Labelled
from partner_center.kernel.workflow import VENDOR, Workflow, step
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text


class ClaimStatus(Labelled):
    """A claim waits for the vendor, is granted or refused (OPEN in the guide: their names)."""

    REVIEWING = "reviewing", "审核中", "In review"
    SUCCEEDED = "succeeded", "认领成功", "Succeeded"
    REJECTED = "rejected", "认领失败", "Rejected"


CLAIMS_FLOW: Workflow[ClaimStatus] = Workflow(
    step("approve", [ClaimStatus.REVIEWING], ClaimStatus.SUCCEEDED, [VENDOR], rule="10.6.3.4/r2"),
    step("reject", [ClaimStatus.REVIEWING], ClaimStatus.REJECTED, [VENDOR], rule="10.6.3.4/r6"),
)


class RemittanceClaim(Record, kind="remittance_claim"):
    """That a partner says a remittance, or `claim_amount` of it, is its own, with the voucher of the transfer. CNY."""

    PLACE = Place("partner/{partner_id}/remittance_claim", "{claim_id}")
    OWNER = Place("remittance_claims/{status}", "{submitted_at}/{claim_id}")
    SECRET = ("payer_name", "payer_account")

    partner_id = Text()
    claim_id = Text()
    remittance_id = Text()
    payer_name = Text()
    payer_account = Text()
    remittance_amount = MoneyAttribute()
    claim_amount = MoneyAttribute()
    voucher_file_id = Text()
    status = Choice(ClaimStatus, default=ClaimStatus.REVIEWING)
    submitted_at = Instant()
    submitted_by = Text()
    review_due_at = Instant()
    decided_at = Instant(null=True)
    reason = Text(null=True)
    partner_name: str | None = None  # not kept here: what the partner is called when it is shown

    def decide(self, name: str, actor: str, now: datetime, reason: str | None) -> None:
        """End it. Raises Refused `illegal_transition`."""
        self.status = CLAIMS_FLOW.take(name, self.status, actor)
        self.decided_at, self.reason = now, reason


def claim_key(partner_id: str, claim_id: str) -> Key[RemittanceClaim]:
    """The address of a claim."""
    return RemittanceClaim.key(partner_id=partner_id, claim_id=claim_id)
