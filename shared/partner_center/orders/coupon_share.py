"""What coupons will pay of an order that is still unpaid."""

from __future__ import annotations

from collections.abc import Sequence

from partner_center.coupons import OrderCoupons, OrderCouponState, order_coupons_key
from partner_center.kernel.money import Money, total
from partner_center.orders.order import CustomerOrder
from partner_center.platform.table import together
from partner_center.platform.work import Work


def locked_for(work: Work, order: CustomerOrder) -> Money:
    """What the chosen coupons have locked for it (CNY); nothing where none was chosen, or the choice was let go of."""
    return _locked(work.get(order_coupons_key(order.customer_id, order.order_no), or_none=True))


def bring_choices(orders: Sequence[CustomerOrder]) -> None:
    """Let unpaid orders know the coupons that their customer chose, and what is left to pay: one round for a page, if any waits."""
    waiting = [order for order in orders if order.closes_at is not None]
    found: list[OrderCoupons] = together([order_coupons_key(order.customer_id, order.order_no) for order in waiting])
    known = {held.order_no: held for held in found}
    for order in waiting:
        held = known.get(order.order_no)
        order.chosen_coupons = list(held.chosen) if held is not None and held.state is OrderCouponState.LOCKED else []
        order.left_to_pay = order.order_amount - _locked(held)


def _locked(held: OrderCoupons | None) -> Money:
    if held is None or held.state is not OrderCouponState.LOCKED:
        return Money.zero()
    return total(part.amount for part in held.each())
