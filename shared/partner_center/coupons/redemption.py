"""Coupons paying: which apply to a charge, why the others do not, in what order they pay, and how they get back (13.5.2, 14.3, 0.6/r2, r3).

Asked by the areas that charge, inside their unit of work. The answer is the same for the same coupons and the same charge: kinds pay in the
order of their data, on-demand coupons before general ones (0.6/r2), the one that expires first before the others, then the smallest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN

from partner_center.coupons.coupon import BillingScope, Coupon, CouponEnd, CouponStatus, OrderType
from partner_center.coupons.events import CouponsUsed
from partner_center.coupons.kinds import terms_of
from partner_center.coupons.quota import quota_key
from partner_center.coupons.way_back import bring_home
from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import CENT, Money, total
from partner_center.platform.ledger import Account, Clearing, Movement
from partner_center.platform.table import LOOKUP, Key, every
from partner_center.platform.work import Work


@dataclass(frozen=True)
class Charge:
    """What is to be paid: an order, or usage. CNY.

    amount: still to be paid (cents); order_total: of the whole order, None for usage. product_types: all that are in it.
    marketplace: products of the marketplace; authorised_discount: it enjoys an authorised commercial discount; arrears: a debt.
    """

    amount: Money
    billing_mode: BillingScope
    product_types: tuple[str, ...]
    order_type: OrderType | None = None
    order_total: Money | None = None
    marketplace: bool = False
    authorised_discount: bool = False
    arrears: bool = False


@dataclass(frozen=True)
class Offer:
    """What a coupon can do for a charge: pay so much of it at most, or the reason why it pays nothing."""

    coupon: Coupon
    most: Money
    refusal: Refusal | None = None


def load_usable_coupons(work: Work, customer_id: str) -> list[Coupon]:
    """The coupons of a customer that are usable now, whoever issued them, in the order in which they pay.

    The index only tells which there are; the coupons themselves are read consistently with the work's other facts.
    """
    known = every(Coupon, f"customer/{customer_id}/usable_coupon", index=LOOKUP, first=clock.iso(work.now))
    keys = [Key(Coupon, coupon.pk, coupon.sk) for coupon in known]
    found = [coupon for coupon in work.look(*keys) if coupon is not None and coupon.status_at(work.now) is CouponStatus.USABLE]
    return in_order(found)


def in_order(coupons: Sequence[Coupon]) -> list[Coupon]:
    """Coupons in the order in which they pay."""
    return sorted(coupons, key=_turn)


def _turn(coupon: Coupon) -> tuple[int, bool, str, Money, str]:
    terms = terms_of(coupon.coupon_kind, coupon.issued_at)
    return (terms.draws, coupon.billing_scope is BillingScope.GENERAL, clock.iso(coupon.expires_at), coupon.balance, coupon.ref)


def refuses(coupon: Coupon, charge: Charge, now: datetime) -> Refusal | None:
    """The first reason why a coupon does not pay a charge, None where it pays."""
    terms, name = terms_of(coupon.coupon_kind, coupon.issued_at), coupon.coupon_id
    if (status := coupon.status_at(now)) is not CouponStatus.USABLE:
        return Refusal.because("coupon_not_usable", "13.5.2/r3", coupon_id=name, status=status)
    if not coupon.balance:
        return Refusal.because("coupon_locked", "13.5.1/r1", coupon_id=name, locked=coupon.locked)
    if charge.arrears:
        return Refusal.because("coupon_pays_no_arrears", "13.5.2/r8", coupon_id=name)
    if charge.marketplace and not terms.marketplace:
        return Refusal.because("coupon_not_for_marketplace", "13.5.2/r7", coupon_id=name)
    if coupon.billing_scope not in (BillingScope.GENERAL, charge.billing_mode):
        return Refusal.because("coupon_for_other_charges", "13.5.2/r5", coupon_id=name, pays=coupon.billing_scope)
    if coupon.product_types and (other := sorted(set(charge.product_types) - set(coupon.product_types))):
        return Refusal.because("coupon_for_other_products", "13.5.2/r7", coupon_id=name, outside=other)
    if charge.order_type is not None and coupon.order_types and charge.order_type not in coupon.order_types:
        return Refusal.because("coupon_for_other_orders", "16.2.2.2/r4", coupon_id=name, order_types=list(coupon.order_types))
    if coupon.discount_restricted and charge.authorised_discount:
        return Refusal.because("coupon_not_with_discount", "13.5.2/r10", coupon_id=name)
    return _refuses_small_order(coupon, charge)


def _refuses_small_order(coupon: Coupon, charge: Charge) -> Refusal | None:
    """The minimum order amount asks something of subscription orders only (14.2.2.2/r1)."""
    least, order_total = coupon.min_order_amount, charge.order_total
    if least is None or order_total is None or charge.billing_mode is not BillingScope.SUBSCRIPTION or order_total >= least:
        return None
    return Refusal.because("order_below_minimum", "14.2.2.2/r1", coupon_id=coupon.coupon_id, order_total=order_total, at_least=least)


def offers(coupons: Sequence[Coupon], charge: Charge, now: datetime) -> list[Offer]:
    """What each coupon can do for a charge, alone, in the order in which they pay; those that cannot with their reasons."""
    answers = []
    for coupon in in_order(coupons):
        refusal = refuses(coupon, charge, now)
        most = Money.zero() if refusal else min(coupon.balance, charge.amount, _share(coupon, charge))
        answers.append(Offer(coupon, most, refusal))
    return answers


def _share(coupon: Coupon, charge: Charge) -> Money:
    """How much of an order coupons like this one may pay (14.2.1.2/r4, 16.2.2.2/r3); usage has no such limit. Whole cents, rounded down."""
    if coupon.usage_limit_ratio is None or charge.order_total is None or charge.billing_mode is BillingScope.ON_DEMAND:
        return charge.amount
    return Money((charge.order_total * coupon.usage_limit_ratio).amount.quantize(CENT, rounding=ROUND_DOWN))


def refuses_choice(chosen: Sequence[Coupon], charge: Charge, now: datetime) -> list[Refusal]:
    """Why coupons may not pay an order together: each one's own reason, and more of a kind than one order takes (13.5.2/r2, 14.3.3/r3)."""
    found = [refusal for coupon in chosen if (refusal := refuses(coupon, charge, now)) is not None]
    for kind in sorted({coupon.coupon_kind for coupon in chosen}):
        most, number = terms_of(kind, now).per_order, sum(coupon.coupon_kind is kind for coupon in chosen)
        if most is not None and number > most:
            found.append(Refusal.because("too_many_coupons", "13.5.2/r2", coupon_kind=kind, chosen=number, at_most=most))
    return found


def parts_of(coupons: Sequence[Coupon], charge: Charge, now: datetime) -> list[tuple[Coupon, Money]]:
    """How much each coupon that applies pays of a charge: all of it as long as it lasts, within the shares of an order."""
    rest, paid_by_kind, parts = charge.amount, dict[str, Money](), list[tuple[Coupon, Money]]()
    for coupon in in_order(coupons):
        if refuses(coupon, charge, now) is not None:
            continue
        paid = paid_by_kind.get(coupon.coupon_kind, Money.zero())
        part = max(Money.zero(), min(rest, coupon.balance, _share(coupon, charge) - paid))
        if part:
            parts.append((coupon, part))
            paid_by_kind[coupon.coupon_kind] = paid + part
            rest = rest - part
    return parts


def pay(work: Work, parts: Sequence[tuple[Coupon, Money]], *, reference: str) -> None:
    """Take parts of a charge (cents) from coupons and tell it. `reference` says what was paid: an order, or a period of usage."""
    for partner_id, kind in dict.fromkeys((coupon.partner_id, coupon.coupon_kind) for coupon, _ in parts):
        own = [(coupon, part) for coupon, part in parts if (coupon.partner_id, coupon.coupon_kind) == (partner_id, kind)]
        legs: list[tuple[Account, Money]] = [(coupon, -part) for coupon, part in own]
        outside = (Clearing("coupons", partner_id), total(part for _, part in own))
        customer_id = own[0][0].customer_id
        work.move(Movement.COUPON_DEDUCTION, *legs, outside, customer_id=customer_id, reference=reference)
        uses = tuple((coupon.quota_id, coupon.coupon_id, part) for coupon, part in own)
        work.emit(CouponsUsed(partner_id=partner_id, coupon_kind=kind.value, customer_id=customer_id, uses=uses))


def pay_usage(
    work: Work,
    coupons: Sequence[Coupon],
    amount: Money,
    *,
    product_type: str,
    billing_mode: str,
    reference: str,
    at_most: int | None = None,
) -> list[tuple[str, Money]]:
    """Take as much of a usage charge (cents, not negative) as coupons hold: `ref` and amount of each, in the order in which they paid.

    Only on-demand charges draw on coupons of their own accord (13.5.2/r6); an order is paid with those that the customer chose (r2).
    `at_most` coupons pay at once.
    """
    if billing_mode != BillingScope.ON_DEMAND or not amount:
        return []
    charge = Charge(amount, BillingScope.ON_DEMAND, (product_type,))
    parts = parts_of(coupons, charge, work.now)[:at_most]
    pay(work, parts, reference=reference)
    return [(coupon.ref, part) for coupon, part in parts]


def give_back(work: Work, key: Key[Coupon], amount: Money, reference: str) -> None:
    """Give back what a coupon paid (cents); to its quota where it was recalled or expired meanwhile.

    Raises Broken where the coupon would hold more than its face value.
    """
    coupon = work.get(key)
    outside = (Clearing("coupons", coupon.partner_id), -amount)
    if coupon.takes_back(work.now):
        coupon.check_return(amount)
        work.move(Movement.COUPON_REFUND, outside, (coupon, amount), customer_id=coupon.customer_id, reference=reference)
    else:
        quota = work.get(quota_key(coupon.partner_id, coupon.coupon_kind, coupon.quota_id))
        recalled = coupon.status_at(work.now) is CouponStatus.RECALLED
        bring_home(
            work,
            quota,
            amount,
            Movement.COUPON_REFUND,
            outside,
            ended_as=CouponEnd.RECALLED if recalled else CouponEnd.EXPIRED,
            customer_id=coupon.customer_id,
            reference=reference,
        )
    uses = ((coupon.quota_id, coupon.coupon_id, -amount),)
    work.emit(CouponsUsed(partner_id=coupon.partner_id, coupon_kind=coupon.coupon_kind.value, customer_id=coupon.customer_id, uses=uses))
