"""From which top-up flows a withdrawal is taken: the latest first, or those that the partner names (10.6.3.5.1/r12, r13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partner_center.funds.top_up import TopUp, top_up_key, top_ups_of
from partner_center.funds.withdrawal.contracts import MOST_FLOWS, FlowPart
from partner_center.funds.withdrawal.routes import PaidBy, Route, RouteTable, refuses_holder
from partner_center.funds.withdrawal.withdrawal import Part
from partner_center.kernel.errors import NotFound, Refusal, Refused
from partner_center.kernel.money import Money, total
from partner_center.platform.table import OWNER, query
from partner_center.platform.work import Work

NOTHING = Money.zero()
FIRST_PAGE, FURTHER_PAGES = 100, 500  # flows that the storage is asked for at once
FURTHEST = 3_000  # flows of a partner that are looked through, the latest first; OPEN in the guide: older ones by a ticket


@dataclass(frozen=True)
class Source:
    """What flows may give, by the table in force for a partner's contracting entity at an instant.

    holder: whose the bank card is, None where no card is asked about. verified_entity: who the partner is, None while it is not certified.
    """

    table: RouteTable
    entity: str
    now: datetime
    holder: str | None = None
    verified_entity: str | None = None

    def route(self, flow: TopUp) -> Route:
        """The way back of what of a flow has not lost the original route.

        OPEN in the guide: what a payment provider cannot pay back, because vendor finance credited it without our payment, goes to a card.
        """
        route = self.table.route(self.entity, flow.channel, flow.arrived_at, self.now)
        by_provider = self.table.terms(flow.channel).paid_by is PaidBy.PROVIDER
        return Route.BANK_CARD if route is Route.ORIGINAL_ROUTE and by_provider and flow.payment_no is None else route

    def available(self, flow: TopUp, route: Route) -> Money:
        """What a flow still has for a route; nothing where it earned a reward or coupons (10.6.3.5.1/r6)."""
        if flow.has_promotion:
            return NOTHING
        own = self.route(flow)
        if own is route:
            return flow.remaining - flow.card_only if route in (Route.ORIGINAL_ROUTE, Route.OFFLINE_TICKET) else flow.remaining
        return flow.card_only if route is Route.BANK_CARD and own in (Route.ORIGINAL_ROUTE, Route.OFFLINE_TICKET) else NOTHING

    def refuses_card(self, flow: TopUp) -> Refusal | None:
        """The card's holder must be whom the flow asks for (10.6.3.5.2/r6-r9, 10.6.3.5.3/r2)."""
        if self.holder is None:
            return None
        return refuses_holder(self.table.terms(flow.channel), self.holder, flow.payer_name, self.verified_entity)

    def refuses_part(self, flow: TopUp, route: Route, amount: Money) -> Refusal | None:
        """A named flow must be of the route, fit the card and have as much."""
        named: dict[str, Any] = {"channel": flow.channel, "external_flow_no": flow.external_flow_no}
        if flow.has_promotion:
            return Refusal.because("flow_has_promotion", "10.6.3.5.1/r6", **named)
        available = self.available(flow, route)
        if not available and (own := self.route(flow)) is not route:
            window = self.table.window(self.entity, flow.channel, flow.arrived_at, self.now)
            way_out = "open_a_ticket" if own is Route.OFFLINE_TICKET else "use_the_other_route"
            return Refusal.because("flow_not_by_this_route", window.rule if window else None, way_out=way_out, route=own, **named)
        if amount > available:
            return Refusal.because("flow_does_not_cover", "10.6.3.5.1/r13", amount=amount, available=available, **named)
        return self.refuses_card(flow)

    def part(self, flow: TopUp, route: Route, amount: Money) -> Part:
        """An amount of a flow; to a card first what has lost the original route anyway."""
        from_card_only = min(amount, flow.card_only) if route is Route.BANK_CARD else NOTHING
        return Part(flow.channel, flow.external_flow_no, amount, from_card_only)


@dataclass(frozen=True)
class Drawn:
    """What an application takes: the flows, and how much of each."""

    flows: tuple[TopUp, ...]
    parts: tuple[Part, ...]

    def hold(self) -> None:
        """Mark it on the flows."""
        for flow, part in zip(self.flows, self.parts, strict=True):
            flow.withdrawn = flow.withdrawn + part.amount
            flow.card_only = flow.card_only - part.from_card_only


def flows_of_partner(partner_id: str) -> Iterator[TopUp]:
    """A partner's flows, the latest first, as the index has them: `FURTHEST` of them at most."""
    start, seen = None, 0
    while seen < FURTHEST:
        at_once = FURTHER_PAGES if start else FIRST_PAGE
        page = query(TopUp, top_ups_of(partner_id), index=OWNER, newest_first=True, limit=at_once, start=start)
        yield from page.items
        seen += len(page.items)
        if (start := page.next) is None:
            return


def draw_latest(work: Work, source: Source, partner_id: str, route: Route, amount: Money) -> Drawn:
    """Take an amount from the latest flows that the route and the card's holder may use.

    The index chooses, what is taken is read from the table itself; where the index was behind, it is chosen again.
    Raises Refused too_many_flows, flows_do_not_cover, or what speaks against the holder where flows of the route were left out for it.
    """
    known: dict[tuple[str, str], TopUp] = {}
    listed = _Listed(flows_of_partner(partner_id))
    while True:
        flows = _latest(source, (known.get(flow.address, flow) for flow in listed), route, amount)
        behind = [top_up_key(flow.channel, flow.external_flow_no) for flow in flows if flow.address not in known]
        if not behind:
            return _drawn(source, flows, route, amount)
        known |= {flow.address: flow for flow in work.look(*behind)}


class _Listed:
    """A list that is read from the storage as far as it is looked through, and once."""

    def __init__(self, rest: Iterator[TopUp]) -> None:
        self._read: list[TopUp] = []
        self._rest = rest

    def __iter__(self) -> Iterator[TopUp]:
        yield from self._read
        for flow in self._rest:
            self._read.append(flow)
            yield flow


def _latest(source: Source, listed: Iterable[TopUp], route: Route, amount: Money) -> list[TopUp]:
    """The flows that cover an amount, the latest first."""
    flows: list[TopUp] = []
    other_holders: list[Refusal] = []
    rest = amount
    for flow in listed:
        if not (available := source.available(flow, route)):
            continue
        if refusal := source.refuses_card(flow):
            other_holders.append(refusal)
            continue
        if len(flows) == MOST_FLOWS:
            raise Refused(_too_many(amount, amount - rest))
        flows.append(flow)
        if not (rest := rest - min(rest, available)):
            return flows
    short = Refusal.because("flows_do_not_cover", "10.6.3.5.1/r12", way_out="withdraw_less", amount=amount, covered=amount - rest)
    raise Refused(*(other_holders[:1] or [short]))


def _drawn(source: Source, flows: Sequence[TopUp], route: Route, amount: Money) -> Drawn:
    parts: list[Part] = []
    rest = amount
    for flow in flows:
        part = min(rest, source.available(flow, route))
        parts.append(source.part(flow, route, part))
        rest = rest - part
    return Drawn(tuple(flows), tuple(parts))


def draw_named(work: Work, source: Source, partner_id: str, route: Route, amount: Money, named: Sequence[FlowPart]) -> Drawn:
    """Take the named parts. Raises NotFound for a foreign flow; Refused with a reason for each flow that cannot give its part."""
    found = work.look(*(top_up_key(part.channel, part.external_flow_no) for part in named))
    pairs = list(zip(found, named, strict=True))
    if any(not isinstance(flow, TopUp) or flow.partner_id != partner_id or flow.channel is not part.channel for flow, part in pairs):
        raise NotFound("top_up")
    asked = total(part.amount for part in named)
    work.require(
        Refusal.because("parts_differ_from_amount", "10.6.3.5.1/r13", amount=amount, parts=asked) if asked != amount else None,
        *(source.refuses_part(flow, route, part.amount) for flow, part in pairs),
    )
    return Drawn(tuple(found), tuple(source.part(flow, route, part.amount) for flow, part in pairs))


def _too_many(amount: Money, covered: Money) -> Refusal:
    facts: dict[str, Any] = {"amount": amount, "covered_by_most_flows": covered, "most_flows": MOST_FLOWS}
    return Refusal.because("too_many_flows", "10.6.3.5.1/r12", way_out="withdraw_in_parts", **facts)
