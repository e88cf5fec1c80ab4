"""What coupons will pay of an order that is still unpaid."""

from __future__ import annotations

from partner_center.coupons import OrderCouponState, order_coupons_key
from partner_center.kernel.money import Money, total
from partner_center.orders.order import CustomerOrder
from partner_center.platform.work import Work


def locked_for(work: Work, order: CustomerOrder) -> Money:
    """What the chosen coupons have locked for it (CNY); nothing where none was chosen, or the choice was let go of."""
    held = work.get(order_coupons_key(order.customer_id, order.order_no), or_none=True)
    if held is None or held.state is not OrderCouponState.LOCKED:
        return Money.zero()
    return total(part.amount for part in held.each())
