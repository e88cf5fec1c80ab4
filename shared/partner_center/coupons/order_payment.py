"""Coupons paying an order: chosen and locked while it waits for its payment, paid, let go, given back (13.5.2, 14.3.3, 14.3.4).

For the area that keeps the orders, inside its unit of work. Each step happens once per order, however often it is asked for, and answers
the same again: `OrderCoupons` says how far the order is. Every part is in one place at any time: in the coupon, in its lock, paid, or back
in the quota. Coupons that ended meanwhile take nothing back: what is let go or given back goes to their quotas then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from partner_center.coupons.coupon import Coupon, CouponEnd, key_of
from partner_center.coupons.lock import CouponLock, LockState
from partner_center.coupons.operation import OperationType, log_operation
from partner_center.coupons.order_coupons import (
    CouponOrder,
    OrderCoupons,
    OrderCouponState,
    OrderPart,
    ReturnedPart,
    keys_of,
    order_coupons_key,
)
from partner_center.coupons.quota import quota_key
from partner_center.coupons.redemption import give_back, parts_of, pay, refuses_choice
from partner_center.coupons.way_back import bring_home
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Movement
from partner_center.platform.table import Key
from partner_center.platform.work import Work

COUPONS_PER_ORDER = 8  # of all kinds together: up to ten items each in the order's own transaction, where a choice replaces another


def lock_coupons(work: Work, order: CouponOrder, refs: Sequence[str]) -> list[OrderPart]:
    """Reserve what the chosen coupons (whole names) pay of an unpaid order; answers each one's part, in the order in which they pay.

    Another choice for the same order replaces the former one; an empty one only lets go of it. Raises NotFound for a coupon that is not the
    customer's; Refused by `refuses_choice`, or `order_coupons_settled` once the order was paid, cancelled or unsubscribed.
    """
    keys = [_key(ref) for ref in dict.fromkeys(refs)]
    found, *coupons = work.look(order_coupons_key(order.customer_id, order.order_no), *keys)
    known: OrderCoupons | None = found
    if any(coupon is None or coupon.customer_id != order.customer_id for coupon in coupons):
        raise NotFound("coupon")
    if known is None and not keys:
        return []
    chosen = [coupon.ref for coupon in coupons]
    if known is not None:
        work.require(known.refuses_unless_open())
        if known.holds(order, chosen):
            return known.each()
        _let_go(work, known)
    work.require(*refuses_together(coupons), *refuses_choice(coupons, order.charge(), work.now))
    parts = parts_of(coupons, order.charge(), work.now)
    held = known or OrderCoupons(customer_id=order.customer_id, order_no=order.order_no, ordered_at=order.ordered_at)
    held.choose(order, chosen, parts, work.now)
    for coupon, part in parts:
        _lock(work, held, coupon, part)
    work.keep(held)
    return held.each()


def refuses_together(coupons: Sequence[Coupon]) -> list[Refusal]:
    """More coupons than one payment takes."""
    if len(coupons) <= COUPONS_PER_ORDER:
        return []
    return [Refusal.because("too_many_coupons_together", "14.3.3/r3", chosen=len(coupons), at_most=COUPONS_PER_ORDER)]


def pay_with_locked_coupons(work: Work, customer_id: str, order_no: str) -> list[OrderPart]:
    """Pay an order with what is locked for it; answers each coupon's part, nothing for an order without coupons.

    OPEN: what is locked pays even where the coupon expired or was recalled meanwhile; a recall takes only the rest.
    Raises Refused `order_coupons_settled` where it was let go.
    """
    held = work.get(order_coupons_key(customer_id, order_no), or_none=True)
    if held is None:
        return []
    work.require(held.refuses_payment())
    parts = held.each()
    if held.state is not OrderCouponState.LOCKED:
        return parts
    locked = _end_locks(work, held, LockState.PAID)
    for coupon, lock, amount in locked:
        _unlock(work, coupon, lock, amount)  # through the coupon, whatever became of it: its statement is the record of its uses
    pay(work, [(coupon, amount) for coupon, _, amount in locked], reference=order_no)
    held.state, held.paid_at = OrderCouponState.PAID, work.now
    work.change(held)
    return parts


def release_coupons(work: Work, customer_id: str, order_no: str) -> list[OrderPart]:
    """Let go of what is locked for an order that was cancelled, or not paid in time (14.3.4/r3); answers the parts. It is final.

    Raises Refused `order_coupons_settled` where the order was paid.
    """
    held = work.get(order_coupons_key(customer_id, order_no), or_none=True)
    if held is None:
        return []
    if held.state is not OrderCouponState.RELEASED:
        work.require(held.refuses_unless_open())
        _let_go(work, held)
        held.state, held.released_at = OrderCouponState.RELEASED, work.now
        work.change(held)
    return held.each()


def give_back_for_order(
    work: Work, customer_id: str, order_no: str, *, unsubscribed_at: datetime, may_be_unsubscribed: bool
) -> list[ReturnedPart]:
    """Give back what coupons paid of an order that was unsubscribed, as far as they come back (14.3.4/r2); answers each with its reason.

    OPEN in 14.3.4/r2: an order is unsubscribed as a whole. Raises Refused `order_coupons_not_paid`.
    """
    held = work.get(order_coupons_key(customer_id, order_no), or_none=True)
    if held is None:
        return []
    work.require(held.refuses_unless_paid())
    if held.state is OrderCouponState.UNSUBSCRIBED:
        return held.returns()
    held.state, held.unsubscribed_at, held.may_be_unsubscribed = OrderCouponState.UNSUBSCRIBED, unsubscribed_at, may_be_unsubscribed
    work.change(held)
    returned = held.returns()
    coming = [part for part in returned if part.amount]
    if coming:
        work.look(*(key_of(part.ref) for part in coming))  # in one round
    for part in coming:
        give_back(work, key_of(part.ref), part.amount, order_no)
    return returned


def _key(ref: str) -> Key[Coupon]:
    try:
        return key_of(ref)
    except ValueError:
        raise NotFound("coupon") from None


def _lock(work: Work, held: OrderCoupons, coupon: Coupon, part: Money) -> None:
    lock = CouponLock(
        partner_id=coupon.partner_id,
        coupon_kind=coupon.coupon_kind,
        coupon_id=coupon.coupon_id,
        customer_id=coupon.customer_id,
        order_no=held.order_no,
        number=held.number,
        amount=part,
        locked_at=held.locked_at,
    )
    work.move(Movement.COUPON_LOCK, (coupon, -part), (lock, part), customer_id=coupon.customer_id, reference=held.order_no)
    coupon.locked = coupon.locked + part


def _end_locks(work: Work, held: OrderCoupons, state: LockState) -> list[tuple[Coupon, CouponLock, Money]]:
    """Every locked part with its coupon, which does not call it locked any more, and its lock, which is over and to be emptied."""
    parts = held.each()
    if not parts:
        return []
    found = work.read(*keys_of(parts), *(held.lock_key(part.ref) for part in parts))  # in one round
    coupons, locks = found[: len(parts)], found[len(parts) :]
    for coupon, lock, part in zip(coupons, locks, parts, strict=True):
        coupon.locked = coupon.locked - part.amount
        lock.state, lock.ended_at = state, work.now
        work.change(coupon, lock)
    return [(coupon, lock, part.amount) for coupon, lock, part in zip(coupons, locks, parts, strict=True)]


def _unlock(work: Work, coupon: Coupon, lock: CouponLock, amount: Money) -> None:
    work.move(Movement.COUPON_UNLOCK, (lock, -amount), (coupon, amount), customer_id=coupon.customer_id, reference=lock.order_no)


def _let_go(work: Work, held: OrderCoupons) -> None:
    """Every locked part is its coupon's again, or goes to the quota of a coupon that ended meanwhile.

    A coupon whose time has passed without anybody having taken its rest back gets the part, for the schedule that does.
    """
    for coupon, lock, amount in _end_locks(work, held, LockState.RELEASED):
        if coupon.ended_as is None:
            _unlock(work, coupon, lock, amount)
        else:
            _send_to_quota(work, coupon, lock, amount)


def _send_to_quota(work: Work, coupon: Coupon, lock: CouponLock, amount: Money) -> None:
    """What is let go of a coupon that ended follows its rest to the quota, and stands in the log with it."""
    quota = work.get(quota_key(coupon.partner_id, coupon.coupon_kind, coupon.quota_id))
    recalled = coupon.ended_as is CouponEnd.RECALLED
    bring_home(
        work,
        quota,
        amount,
        Movement.COUPON_RECALL if recalled else Movement.COUPON_EXPIRY_RECALL,
        (lock, -amount),
        ended_as=CouponEnd.RECALLED if recalled else CouponEnd.EXPIRED,
        customer_id=coupon.customer_id,
        reference=lock.order_no,
    )
    coupon.returned_amount = (coupon.returned_amount or Money.zero()) + amount
    log_operation(work, OperationType.SYSTEM_RECALL if recalled else OperationType.EXPIRY_RECALL, coupon, amount)
