"""A lock: the part of a coupon that an unpaid order has reserved (锁定记录; 13.5.1/r1, OPEN in chapter 13: while it has the coupon chosen).

The part lies in an account of its own: nothing else can spend it, and a recall takes only the rest of the coupon.
"""

from __future__ import annotations

from partner_center.coupons.coupon import Coupon
from partner_center.coupons.kinds import CouponKind
from partner_center.kernel.labels import Labelled
from partner_center.platform.ledger import Account
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Text, Whole


class LockState(Labelled):
    """What became of a lock."""

    LOCKED = "locked", "已锁定", "Locked"
    PAID = "paid", "已支付", "Paid"
    RELEASED = "released", "已解锁", "Released"


class CouponLock(Account, kind="coupon_lock"):
    """What one order has reserved of one coupon; the `balance` while it is locked, nothing afterwards. CNY.

    `partner_id` issued the coupon. amount: what was locked. number: how often the order had chosen coupons by then.
    """

    PLACE = Place("partner/{partner_id}/{coupon_kind}/{coupon_id}/lock", "{locked_at}/{order_no}/{number}")

    partner_id = Text()
    coupon_kind = Choice(CouponKind)
    coupon_id = Text()
    customer_id = Text()
    order_no = Text()
    number = Whole()
    amount = MoneyAttribute()
    state = Choice(LockState, default=LockState.LOCKED)
    locked_at = Instant()
    ended_at = Instant(null=True)


def locks_of(coupon_key: Key[Coupon]) -> str:
    """Where the locks of a coupon lie, by time."""
    return f"{coupon_key.partition}/{coupon_key.sort}/lock"
