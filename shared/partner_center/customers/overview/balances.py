"""What other areas know of a customer and the list shows: its funds, its vouchers and its pick-up coupons.

These areas know customers and are not known by them, so each brings its figures itself, behind its events, as its records stand at that
moment: repeated, late or early events do no harm. The line is read before the figures are: whoever commits second read what is newer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from partner_center.customers.association import association_key
from partner_center.customers.overview.listed import ListedCustomer, listed_key, newly_listed
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.platform.work import Work

COUPONS_LISTED = 200  # of a kind per customer: more are not counted one by one


def line_to_fill(work: Work, partner_id: str, customer_id: str) -> ListedCustomer | None:
    """The customer's line, made where it lacks one; None for somebody who never was the partner's customer."""
    line, association = work.look(listed_key(partner_id, customer_id), association_key(partner_id, customer_id))
    return line or (newly_listed(association) if association is not None else None)


@dataclass(frozen=True)
class FundsShown:
    """What a customer may spend, of it what may be spent until an instant only, and what it owes. CNY."""

    available: Money
    ending: list[tuple[datetime, Money]]
    arrears: Money


def show_funds(
    work: Work, partner_id: str, customer_id: str, funds: Callable[[], FundsShown], *, adjusted_at: datetime | None = None
) -> None:
    """Show available quota and arrears, which `funds` answers; `adjusted_at` where an adjustment changed them."""
    line = line_to_fill(work, partner_id, customer_id)
    if line is None:
        return
    shown = funds()
    ending = [[clock.iso(until), amount.plain] for until, amount in sorted(shown.ending, key=lambda part: part[0])]
    latest = max((at for at in (line.adjusted_at, adjusted_at) if at is not None), default=None)
    now = shown.available, ending, shown.arrears, latest
    if (line.available_quota, line.ending_quota or [], line.arrears, line.adjusted_at) != now or line.version is None:
        line.available_quota, line.ending_quota, line.arrears, line.adjusted_at = now
        work.keep(line)


def show_vouchers(work: Work, partner_id: str, customer_id: str, vouchers: Callable[[], list[tuple[datetime, datetime]]]) -> None:
    """Show from when to when each voucher may be used that `vouchers` answers: those that have money and are not over."""
    line = line_to_fill(work, partner_id, customer_id)
    if line is None:
        return
    terms = _terms(vouchers())
    if terms != list(line.vouchers or []) or line.version is None:
        line.vouchers = terms
        work.keep(line)


def show_pickup_coupons(work: Work, partner_id: str, customer_id: str, coupons: Callable[[], list[tuple[datetime, datetime]]]) -> None:
    """Show from when to when each pick-up coupon may be used that `coupons` answers, likewise."""
    line = line_to_fill(work, partner_id, customer_id)
    if line is None:
        return
    terms = _terms(coupons())
    if terms != list(line.pickup_coupons or []) or line.version is None:
        line.pickup_coupons = terms
        work.keep(line)


def _terms(coupons: list[tuple[datetime, datetime]]) -> list[list[str]]:
    return [[clock.iso(start), clock.iso(end)] for start, end in sorted(coupons, key=lambda term: term[1])[:COUPONS_LISTED]]
