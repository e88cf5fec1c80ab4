"""The customer's side: its coupons of every kind, with what each paid and which orders have locked it (13.5.1, 14.3.1, 14.3.2).

A coupon lies with its issuer: uses and locks are found through the customer's own list first, so that nobody reaches another's, nor one
that was recalled (10.4.6.1.3/r5) or expired longer ago than the list shows (13.5.2/r9).
"""

from __future__ import annotations

from typing import Any

from partner_center.coupons.coupon import Coupon, coupon_key
from partner_center.coupons.kinds import CouponKind
from partner_center.coupons.lock import CouponLock, LockState, locks_of
from partner_center.coupons.views import CUSTOMER_VOUCHERS, USE_COLUMNS, USES, own_coupons
from partner_center.kernel.errors import NotFound
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import LedgerEntry, statement_partition
from partner_center.platform.table import Key
from partner_center.platform.view import View, col, equals

CUSTOMER_CASH_COUPONS = own_coupons(CouponKind.CASH_COUPON)
CUSTOMER_PICKUP_COUPONS = own_coupons(CouponKind.PICKUP_COUPON)

_OWN = {
    CouponKind.VOUCHER: CUSTOMER_VOUCHERS,
    CouponKind.CASH_COUPON: CUSTOMER_CASH_COUPONS,
    CouponKind.PICKUP_COUPON: CUSTOMER_PICKUP_COUPONS,
}


def _own(caller: Caller, asked: dict[str, Any]) -> Key[Coupon]:
    """The address of a coupon of the calling customer. Raises NotFound."""
    try:
        kind = CouponKind(asked["coupon_kind"])
    except ValueError:
        raise NotFound("kind of coupon") from None
    coupon = _OWN[kind].find(caller, {"coupon_id": asked["coupon_id"]})
    return coupon_key(coupon.partner_id, kind, coupon.coupon_id)


def _statement(caller: Caller, asked: dict[str, Any]) -> str:
    key = _own(caller, asked)
    return statement_partition(f"{key.partition}/{key.sort}")


CUSTOMER_COUPON_USES = View(
    LedgerEntry,
    title=Label("优惠券使用记录", "Uses of a coupon"),
    within=_statement,
    where=lambda now: LedgerEntry.movement.is_in(*USES),
    columns=USE_COLUMNS,
)

CUSTOMER_COUPON_LOCKS = View(
    CouponLock,
    title=Label("优惠券锁定记录", "Locks of a coupon"),
    within=lambda caller, asked: locks_of(_own(caller, asked)),
    columns=[
        col("order_no", "订单号", "Order"),
        col("amount", "锁定金额(¥)", "Amount locked"),
        col("state", "状态", "State"),
        col("locked_at", "锁定时间", "Locked at"),
        col("ended_at", "解锁时间", "Unlocked at"),
    ],
    filters=[equals("state", "状态", "State", LockState)],
)
