"""The port to payment providers: what we ask of each, and what each tells us, in our own words."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from urllib.parse import parse_qsl

from pydantic import BaseModel

from partner_center.funds.online.payment import OnlinePayment, OnlineRefund, Provider
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Time
from partner_center.platform.webhook import Dialect, NotBelieved, Notice

__all__ = ["Dialect", "NotBelieved"]


class TradeState(StrEnum):
    """How far a payment or a refund is with the provider."""

    DONE = "done"
    WAITING = "waiting"
    CLOSED = "closed"
    FAILED = "failed"


class RefundTold(BaseModel, frozen=True):
    """What a provider says of a refund. `settled_at` is when the money went; `reason` why it did not."""

    refund_no: str
    state: TradeState
    amount: Money | None = None
    settled_at: Time | None = None
    statement_on: str | None = None
    reason: str | None = None


class PaymentTold(Notice):
    """What a provider says of a payment, in a notice or when asked.

    misdirected: which of its marks is not ours (`wrong_merchant`, `wrong_app`, `wrong_seller`); ignored: it is about something that we have
    nothing to do with; refund: it is about a refund of the payment.
    """

    payment_no: str
    state: TradeState
    external_flow_no: str | None = None
    amount: Money | None = None
    paid_at: Time | None = None
    statement_on: str | None = None
    payer_name: str | None = None
    payer_account: str | None = None
    misdirected: str | None = None
    ignored: bool = False
    refund: RefundTold | None = None


@dataclass(frozen=True)
class HowToPay:
    """What the payer is shown: a page to open (with a form to post there), or a text for a QR code."""

    page_url: str | None = None
    page_form: dict[str, str] = field(default_factory=dict)
    qr_text: str | None = None


@dataclass(frozen=True)
class StatementLine:
    """One line of a provider's statement. A payment has our payment number, a refund our refund number; amounts are above zero."""

    external_flow_no: str
    amount: Money
    payment_no: str | None = None
    refund_no: str | None = None


class ProviderPort(Dialect, Protocol):
    """What every provider does for us. All calls raise Unavailable where the provider does not answer or its answer is not its own."""

    @property
    def is_configured(self) -> bool:
        """Whether operators put in what the provider agreed with us."""

    @property
    def closes(self) -> bool:
        """Whether `close` ends a payment for good. Otherwise what the provider had taken up before may still succeed."""

    def start(self, payment: OnlinePayment, description: str) -> HowToPay:
        """Begin a payment; the same number again begins nothing new."""

    def query(self, payment: OnlinePayment) -> PaymentTold | None:
        """What became of a payment; None where the provider knows nothing of it."""

    def close(self, payment: OnlinePayment) -> bool:
        """See to it that nobody pays it any more. False where the provider did not, because it was paid perhaps."""

    def refund(self, refund: OnlineRefund, payment: OnlinePayment) -> RefundTold:
        """Send money back by the way it came; the same refund number again sends nothing more."""

    def query_refund(self, refund: OnlineRefund, payment: OnlinePayment) -> RefundTold | None:
        """What became of a refund; None where the provider knows of none that is under way or done."""

    def statement(self, day: date) -> list[StatementLine] | None:
        """All that the provider took and gave back on a Beijing day, known from the morning after.

        None where it has no statement: of a day without trades, and as long as it is late with one.
        """


def port_of(provider: Provider) -> ProviderPort:
    """The port of a provider. Each loads its own libraries when they are used."""
    match provider:
        case Provider.ALIPAY:
            from partner_center.funds.online.alipay import Alipay

            return Alipay()
        case Provider.WECHAT_PAY:
            from partner_center.funds.online.wechat_pay import WeChatPay

            return WeChatPay()
        case Provider.UNION_PAY:
            from partner_center.funds.online.union_pay import UnionPay

            return UnionPay()


# --- what the providers' messages have in common ---------------------------------------------------------------------------------------


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a form-encoded message. Raises NotBelieved where it is none, or names a field twice."""
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=200)
    except ValueError as problem:  # also text that is no text
        raise NotBelieved("not a form") from problem
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise NotBelieved("a field twice")
    return fields


def canonical_base64(text: str) -> bytes:
    """The bytes of a base64 text that is written in the one right way; libraries skip what does not belong there. Raises NotBelieved."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise NotBelieved("not base64") from problem
    if base64.b64encode(content).decode() != text:
        raise NotBelieved("base64 in disguise")
    return content


def id_in(text: str | None) -> str:
    """A provider's id that may stand in a key. Raises NotBelieved."""
    if text is None or not re.fullmatch(r"[A-Za-z0-9_.\-]{1,128}", text):
        raise NotBelieved("no id")
    return text


def yuan(text: str | None, currency: str = "CNY") -> Money | None:
    """An amount in yuan with at most two decimals; None for anything else."""
    return Money.of(Decimal(text), currency) if text is not None and re.fullmatch(r"\d{1,13}(\.\d{1,2})?", text) else None


def fen(text: str | int | None, currency: str = "CNY") -> Money | None:
    """An amount in hundredths; None for anything else."""
    return Money.of(Decimal(str(text)).scaleb(-2), currency) if text is not None and re.fullmatch(r"\d{1,15}", str(text)) else None


def in_fen(amount: Money) -> int:
    """An amount in hundredths."""
    return int(amount.amount.scaleb(2))


def in_yuan(amount: Money) -> str:
    """An amount as digits with two decimals."""
    return f"{amount.amount:.2f}"


def beijing(text: str | None, pattern: str) -> datetime | None:
    """An instant from a provider's Beijing time; None where the text is none."""
    try:
        return datetime.strptime(text or "", pattern).replace(tzinfo=clock.BEIJING).astimezone(UTC)
    except ValueError:
        return None


def day_of(moment: datetime | None) -> str | None:
    """The Beijing date of an instant, as statements are filed."""
    return clock.business_date(moment).isoformat() if moment else None


def text_in(fields: Mapping[str, object], name: str) -> str | None:
    """A text among decoded fields; None where there is none."""
    value = fields.get(name)
    return value if isinstance(value, str) and value else None
