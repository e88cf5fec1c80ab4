"""A transfer that is not credited by itself: to a dedicated account from an unknown payer, or to the general account."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from partner_center.funds.remittances.names import plain_account, plain_name
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.kernel.workflow import VENDOR, Workflow, step
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text, Whole

PAYER_FINDS, PARTNER_FINDS = "payer", "partner"


class RemittedTo(Labelled):
    """Which of the vendor's accounts a transfer reached."""

    DEDICATED = "dedicated", "专属汇款账号", "Dedicated account"
    GENERAL = "general", "通用充值账号", "General account"


class RemittanceStatus(Labelled):
    """The first two are states of a transfer to the general account, the others of one to a dedicated account."""

    UNCLAIMED = "unclaimed", "待认领", "Unclaimed"
    CLAIMED = "claimed", "已认领", "Claimed"
    UNDER_CHECK = "under_check", "核查中", "Under check"
    CREDITED = "credited", "已入账", "Credited"
    TO_BE_RETURNED = "to_be_returned", "待退回", "To be returned"


CHECK: Workflow[RemittanceStatus] = Workflow(
    step("approve", [RemittanceStatus.UNDER_CHECK], RemittanceStatus.CREDITED, [VENDOR], rule="10.6.3.2/r9"),
    step("reject", [RemittanceStatus.UNDER_CHECK], RemittanceStatus.TO_BE_RETURNED, [VENDOR], rule="10.6.3.2/r9"),
)


class Remittance(Record, kind="remittance"):
    """A transfer as the bank told of it, once per account and flow number. CNY.

    unclaimed: what no claim was granted of; reviewing_claims: how many claims wait for a decision. Two partners may claim the same money:
    not who asks first gets it but whoever proves it. It is found by payer, account and amount together, by a digest of the three; what
    reached a partner's account is found by the partner.
    """

    PLACE = Place("remittance/{remittance_id}", "remittance")
    OWNER = Place("remittances/{status}", "{arrived_at}/{remittance_id}")
    LOOKUP = Place("remittance_by/{found_by}/{found_as}", "{arrived_at}/{remittance_id}")
    SECRET = ("payer_name", "payer_account")

    remittance_id = Text()
    remitted_to = Choice(RemittedTo)
    flow_no = Text()
    partner_id = Text(null=True)
    payer_name = Text()
    payer_account = Text(null=True)
    amount = MoneyAttribute()
    unclaimed = MoneyAttribute(null=True)
    reviewing_claims = Whole(default=0)
    arrived_at = Instant()
    received_at = Instant()
    status = Choice(RemittanceStatus)
    decided_at = Instant(null=True)
    reason = Text(null=True)
    partner_name: str | None = None  # not kept here: what the partner is called when it is shown

    @property
    def found_by(self) -> str:
        """Who finds it: the partner whose account it reached, otherwise whoever knows what its payer knows."""
        return PARTNER_FINDS if self.remitted_to is RemittedTo.DEDICATED else PAYER_FINDS

    @property
    def found_as(self) -> str | None:
        """What it is found by: the partner; payer, account and amount while something is left to claim."""
        if self.remitted_to is RemittedTo.DEDICATED:
            return self.partner_id
        if self.status is not RemittanceStatus.UNCLAIMED or self.payer_account is None:
            return None
        return search_key(self.payer_name, self.payer_account, self.amount)

    @property
    def claimable_id(self) -> str:
        """Its id as whoever found it gets it: with the digest of what it is found by, for numbers of flows can be guessed."""
        return f"{self.remittance_id}.{search_key(self.payer_name, self.payer_account or '', self.amount)}"

    def differs(self, payer_name: str, amount: Money) -> bool:
        """Whether the bank tells something else of the same flow."""
        return (plain_name(payer_name), amount) != (plain_name(self.payer_name), self.amount)

    def refuses_claim(self, amount: Money, held: Money) -> Refusal | None:
        """At most what is left, less what the same partner has under review of it (OPEN in 10.6.3.4)."""
        rest = self.unclaimed - held if self.unclaimed is not None else Money.zero()
        if amount <= rest:
            return None
        return Refusal.because("claim_exceeds_rest", "10.6.3.4/r4", claim_amount=amount, rest=rest)

    def grant(self, amount: Money) -> None:
        """So much of it is a partner's; ask `refuses_claim` first."""
        assert self.unclaimed is not None  # of the general account
        self.unclaimed = self.unclaimed - amount
        if not self.unclaimed:
            self.status = RemittanceStatus.CLAIMED

    def decide(self, name: str, actor: str, now: datetime, reason: str | None) -> None:
        """End a check. Raises Refused `illegal_transition`."""
        self.status = CHECK.take(name, self.status, actor)
        self.decided_at, self.reason = now, reason


class RemittanceClaimant(Record, kind="remittance_claimant"):
    """What one partner has under review of one remittance, so that its claims together stay within the rest. CNY."""

    PLACE = Place("remittance/{remittance_id}", "claimant/{partner_id}")

    remittance_id = Text()
    partner_id = Text()
    reviewing = MoneyAttribute(default=Money.zero)


def remittance_id_of(remitted_to: RemittedTo, flow_no: str) -> str:
    """The id of a transfer: the same however often the bank tells."""
    return ids.derived_id("RM", remitted_to.value, flow_no)


def remittance_key(remittance_id: str) -> Key[Remittance]:
    """The address of a transfer."""
    return Remittance.key(remittance_id=remittance_id)


def claimant_key(remittance_id: str, partner_id: str) -> Key[RemittanceClaimant]:
    """The address of what a partner has under review of a transfer."""
    return RemittanceClaimant.key(remittance_id=remittance_id, partner_id=partner_id)


def search_key(payer_name: str, payer_account: str, amount: Money) -> str:
    """Payer, account and amount as one digest."""
    return ids.fingerprint(plain_name(payer_name), plain_account(payer_account), amount.plain)


def unclaimed_partition(payer_name: str, payer_account: str, amount: Money) -> str:
    """Where the unclaimed remittances lie that fit all three (index lookup)."""
    return f"remittance_by/{PAYER_FINDS}/{search_key(payer_name, payer_account, amount)}"


def held_partition(partner_id: str) -> str:
    """Where the transfers lie that reached a partner's account and were not credited by themselves (index lookup)."""
    return f"remittance_by/{PARTNER_FINDS}/{quote(partner_id, safe='')}"
