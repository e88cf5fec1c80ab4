"""What every provider's till has: trades, refunds, a clock, and moods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from partner_center.kernel import clock


@dataclass(frozen=True)
class Sent:
    """One notice on its way to us: where to, with which headers, with which body."""

    path: str
    headers: dict[str, str]
    body: str

    def with_header(self, name: str, value: str | None) -> Sent:
        """With another value of a header, or without it."""
        rest = {known: kept for known, kept in self.headers.items() if known != name}
        return replace(self, headers=rest if value is None else {**rest, name: value})

    def with_body(self, body: str) -> Sent:
        """With another body."""
        return replace(self, body=body)


@dataclass
class Trade:
    """What somebody pays, or paid. Amounts in hundredths of a yuan."""

    payment_no: str
    fen: int
    began_at: str = ""
    flow_no: str | None = None
    paid_at: datetime | None = None
    closed: bool = False


@dataclass
class Refund:
    """Money on its way back."""

    refund_no: str
    payment_no: str
    fen: int
    state: str = "waiting"  # waiting | done | failed
    settled_at: datetime | None = None
    asked_at: datetime = field(default_factory=clock.now)
    asked: int = 1  # how often we asked for it
    began_at: str = ""


@dataclass
class Till:
    """A provider. down: it answers nothing; forgetful: it denies that it knows a trade; refuses_refunds: with a reason;
    busy: it cannot take one now; late_bills: its statements are not there yet.
    """

    address: str = ""
    now: Callable[[], datetime] = field(default=lambda: clock.now())
    trades: dict[str, Trade] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    down: bool = False
    forgetful: bool = False
    refuses_refunds: bool = False
    busy: bool = False
    slow_refunds: bool = False
    late_bills: bool = False
    closes: bool = True
    calls: list[str] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1))

    def paid(self, payment_no: str, *, at: datetime | None = None) -> Trade:
        """Somebody pays a trade; paying again changes nothing."""
        trade = self.trades[payment_no]
        if trade.flow_no is None:
            trade.flow_no, trade.paid_at = self.flow_no(), at or self.now()
        return trade

    def flow_no(self) -> str:
        """The provider's own next number."""
        return f"{self.now().astimezone(clock.BEIJING):%Y%m%d%H%M%S}{next(self.numbers):07d}"

    def of_day(self, day: str) -> list[Trade]:
        """What was paid on a Beijing day (2024-09-02)."""
        return [trade for trade in self.trades.values() if trade.paid_at and clock.business_date(trade.paid_at).isoformat() == day]

    def refunds_of_day(self, day: str) -> list[Refund]:
        """What went back on a Beijing day."""
        return [
            refund
            for refund in self.refunds.values()
            if refund.state == "done" and refund.settled_at and clock.business_date(refund.settled_at).isoformat() == day
        ]

    def take_refund(self, refund_no: str, payment_no: str, fen: int, *, done: bool, began_at: str = "") -> Refund:
        """Take a request for a refund; the same number again is the same refund."""
        known = self.refunds.get(refund_no)
        if known is not None:
            known.asked += 1
            return known
        refund = Refund(refund_no, payment_no, fen, began_at=began_at, asked_at=self.now())
        self.refunds[refund_no] = refund
        if done and not self.slow_refunds:
            self.send_back(refund_no)
        return refund

    def send_back(self, refund_no: str, *, failed: bool = False) -> Refund:
        """A refund comes to its end."""
        refund = self.refunds[refund_no]
        refund.state, refund.settled_at = ("failed" if failed else "done"), self.now()
        return refund


def beijing(moment: datetime, pattern: str) -> str:
    """A moment as the provider writes it."""
    return moment.astimezone(clock.BEIJING).strftime(pattern)
