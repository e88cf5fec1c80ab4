"""A payment that a partner made into its top-up account (10.6.3.2)."""

from __future__ import annotations

from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text


class TopUpMethod(Labelled):
    """How the money came (10.6.3.2/r1)."""

    ONLINE = "online", "在线充值", "Online payment"
    BANK_TRANSFER = "bank_transfer", "转账汇款", "Bank transfer"


class TopUp(Record, kind="top_up"):
    """A payment that was credited. Its key is the bank's or channel's own number of it, so that it is credited once. CNY."""

    PLACE = Place("top_up/{method}/{external_flow_no}", "top_up")
    OWNER = Place("partner/{partner_id}/top_up", "{credited_at}/{external_flow_no}")

    method = Choice(TopUpMethod)
    external_flow_no = Text()
    partner_id = Text()
    amount = MoneyAttribute()
    credited_at = Instant()
    payer_name = Text(null=True)


def top_up_key(method: TopUpMethod, external_flow_no: str) -> Key[TopUp]:
    """The address of a payment."""
    return TopUp.key(method=method, external_flow_no=external_flow_no)


def refuses_second_credit(top_up: TopUp | None) -> Refusal | None:
    """A payment is credited once, whoever tells of it."""
    if top_up is None:
        return None
    return Refusal.because("top_up_already_credited", external_flow_no=top_up.external_flow_no, credited_at=top_up.credited_at)
