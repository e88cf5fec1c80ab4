"""Which way a top-up may go back: the table of contracting entities, channels and ages, and the rules over it (data/routes.json).

A version of the table holds from its `effective_from` on. In it the first row counts that fits the partner's contracting entity, the flow's
channel, and when the money arrived; `until_months` are calendar months from the Beijing day of arrival, that day of the month included.

OPEN in 10.6.3.5.1, 10.6.3.5.2:
- r4's dates (2020-11-01 to 2021-02-28) are those of the arrival.
- At HCC, Alipay of other dates, WeChat Pay and UnionPay go to a bank card; online banking goes as UnionPay does, through which it is paid.
- What vendor finance credited by hand names no account it came from: it goes to a bank card of the verified entity.
- Who holds the card of what UnionPay or a transfer paid is not stated: as in r6 the payer. Where nobody told who paid, it is the verified
  entity, whatever the channel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from partner_center.funds.remittances.names import plain_name
from partner_center.funds.top_up import TopUpChannel
from partner_center.kernel import clock
from partner_center.kernel.effective import Row, in_force
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.labels import Labelled

_PACKAGE = "partner_center.funds.withdrawal"


class Route(Labelled):
    """How money leaves the top-up account. Only the first three are applied for here."""

    ORIGINAL_ROUTE = "original_route", "原路提现", "By the original route"
    BANK_CARD = "bank_card", "银行卡提现", "To a bank card"
    INCENTIVE_REBATE = "incentive_rebate", "激励返点提现", "Incentive rebates"
    OFFLINE_TICKET = "offline_ticket", "线下工单提现", "Offline, by support ticket"
    NONE = "none", "不可提现", "Not withdrawable"


class CardHolder(Labelled):
    """Who must hold the bank card."""

    PAYER = "payer", "充值付款主体", "Whoever paid"
    VERIFIED_ENTITY = "verified_entity", "实名认证主体", "The verified entity of the partner account"


class PaidBy(Labelled):
    """Who carries an original-route payout out."""

    PROVIDER = "provider", "支付渠道", "The payment provider"
    BANK = "bank", "银行", "The bank"


@dataclass(frozen=True)
class Window:
    """One row: a route for flows of some channels while they are of an age, or arrived in a span of days (both ends included)."""

    entities: frozenset[str]
    channels: frozenset[str]
    route: Route
    rule: str
    until_months: int | None = None
    arrived_from: date | None = None
    arrived_to: date | None = None

    @classmethod
    def of(cls, row: Row) -> Window:
        """A row of the data."""
        days = {name: date.fromisoformat(row[name]) for name in ("arrived_from", "arrived_to") if name in row}
        return cls(
            frozenset(row["entities"]), frozenset(row["channels"]), Route(row["route"]), row["rule"], row.get("until_months"), **days
        )

    def fits(self, entity: str, channel: str, arrived_at: datetime, now: datetime) -> bool:
        """Whether it speaks of such a flow today."""
        return (
            entity in self.entities
            and channel in self.channels
            and (self.until_months is None or is_within_months(arrived_at, now, self.until_months))
            and (self.arrived_from is None or self.arrived_from <= clock.business_date(arrived_at))
            and (self.arrived_to is None or clock.business_date(arrived_at) <= self.arrived_to)
        )


@dataclass(frozen=True)
class ChannelTerms:
    """What holds for a channel whatever the age: whose the card must be, by which rule, and who pays by the original route, how fast."""

    channel: TopUpChannel
    card_holder: CardHolder
    holder_rule: str
    paid_by: PaidBy
    original_route_days: int


@dataclass(frozen=True)
class RouteTable:
    """One version of the table. card_days: working days until a bank card is paid."""

    windows: tuple[Window, ...]
    channels: dict[str, ChannelTerms]
    card_days: int

    def window(self, entity: str, channel: TopUpChannel, arrived_at: datetime, now: datetime) -> Window | None:
        """The row that counts for a flow; None where none speaks of it, so that it cannot be withdrawn."""
        return next((window for window in self.windows if window.fits(entity, channel, arrived_at, now)), None)

    def route(self, entity: str, channel: TopUpChannel, arrived_at: datetime, now: datetime) -> Route:
        """The way back of a flow."""
        window = self.window(entity, channel, arrived_at, now)
        return window.route if window else Route.NONE

    def terms(self, channel: TopUpChannel) -> ChannelTerms:
        """What holds for a channel. Raises Broken for one that the table lacks."""
        if channel.value not in self.channels:
            raise Broken(f"the table of withdrawal routes lacks the channel {channel}")
        return self.channels[channel.value]


def table_at(now: datetime) -> RouteTable:
    """The version in force."""
    row = in_force(_PACKAGE, "routes", now)
    return RouteTable(
        tuple(Window.of(one) for one in row["routes"]),
        {one["channel"]: _terms(one) for one in row["channels"]},
        int(row["card_days"]),
    )


def _terms(row: dict[str, Any]) -> ChannelTerms:
    return ChannelTerms(
        TopUpChannel(row["channel"]),
        CardHolder(row["card_holder"]),
        row["holder_rule"],
        PaidBy(row["paid_by"]),
        int(row["original_route_days"]),
    )


def is_within_months(arrived_at: datetime, now: datetime, months: int) -> bool:
    """Whether today is at most so many calendar months after the day of arrival, that day included (OPEN in 10.6.3.5.1)."""
    return clock.business_date(now) <= clock.business_date(clock.months_later(arrived_at, months))


def refuses_holder(terms: ChannelTerms, holder: str, payer_name: str | None, verified_entity: str | None) -> Refusal | None:
    """The card's holder must be whom the channel asks for (10.6.3.5.2/r6-r9, 10.6.3.5.3/r2). Names themselves are no facts of a refusal.

    A company that is not certified has no verified entity: nobody is it.
    """
    payer = payer_name if terms.card_holder is CardHolder.PAYER else None
    right = payer or verified_entity
    if right is not None and plain_name(holder) == plain_name(right):
        return None
    code = "holder_is_not_payer" if payer else "holder_is_not_verified_entity"
    way_out = "name_the_right_holder" if right is not None else "certify_the_company"
    return Refusal.because(code, terms.holder_rule, way_out=way_out, channel=terms.channel)
