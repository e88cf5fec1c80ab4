"""What the vendor's order system asks of coupons while its orders are paid: the steps of `order_payment.py` as commands (13.5.2, 14.3).

The order system knows the order and takes the rest of its price (13.5.2/r4); a customer chooses among what `usable_for_order.py` shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from partner_center.coupons.coupon import BillingScope, OrderType
from partner_center.coupons.order_coupons import (
    CouponOrder,
    OrderCoupons,
    OrderCouponState,
    OrderPart,
    ReturnedPart,
    order_coupons_key,
)
from partner_center.coupons.order_payment import (
    COUPONS_PER_ORDER,
    give_back_for_order,
    lock_coupons,
    pay_with_locked_coupons,
    release_coupons,
)
from partner_center.coupons.usable_for_order import CouponsForOrder
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money, total
from partner_center.platform.contracts import Id, Request, Response, Time, field
from partner_center.platform.problems import RefusalReceipt, receipt
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


class ChooseOrderCoupons(CouponsForOrder):
    """The coupons that a customer chose for an order (at most one voucher, 13.5.2/r2); none lets go of an earlier choice."""

    customer_id: Id
    order_no: Id = field("订单号", "Order")
    ordered_at: Time = field("下单时间", "Ordered at")
    coupons: list[str] = field("所选券", "Coupons chosen (whole names)", max_length=COUPONS_PER_ORDER, unique=True)

    def order(self) -> CouponOrder:
        """The order in the engine's words."""
        charge = self.charge()
        return CouponOrder(
            customer_id=self.customer_id,
            order_no=self.order_no,
            order_type=OrderType(self.order_type),
            billing_mode=BillingScope(self.billing_mode),
            product_types=charge.product_types,
            total=Money.of(self.order_total),
            to_pay=charge.amount,
            ordered_at=self.ordered_at,
            marketplace=self.marketplace,
            authorised_discount=self.authorised_discount,
        )


class OfOrder(Request):
    """Of one order of a customer."""

    customer_id: Id
    order_no: Id


class ReturnOrderCoupons(OfOrder):
    """An order was unsubscribed."""

    unsubscribed_at: Time = field("退订时间", "Unsubscribed at")
    may_be_unsubscribed: bool = field("允许退订", "The order may be unsubscribed")


class CouponPart(Response):
    """How much of an order a coupon pays, or got back. reason: why nothing came back."""

    coupon: str
    amount: Money
    reason: RefusalReceipt | None = None


class OrderCouponsAnswer(Response):
    """An order's coupons after a step. covered: what they pay of it (or got back), CNY."""

    order_no: str
    parts: list[CouponPart] = Field(default_factory=list)
    covered: Money

    @classmethod
    def of(cls, order_no: str, parts: Sequence[OrderPart | ReturnedPart], language: str) -> OrderCouponsAnswer:
        """The parts as an answer."""
        shown = [
            CouponPart(coupon=part.ref, amount=part.amount, reason=receipt(refusal, language) if (refusal := _refusal(part)) else None)
            for part in parts
        ]
        return cls(order_no=order_no, parts=shown, covered=total(part.amount for part in parts))


def _refusal(part: OrderPart | ReturnedPart) -> Refusal | None:
    return part.refusal if isinstance(part, ReturnedPart) else None


def choose_order_coupons(request: ChooseOrderCoupons, work: Work) -> OrderCouponsAnswer:
    """Lock what a customer chose for an unpaid order. NotFound for another's coupon; Refused as `lock_coupons`."""
    return OrderCouponsAnswer.of(request.order_no, lock_coupons(work, request.order(), request.coupons), work.origin.language)


def pay_order_with_coupons(request: OfOrder, work: Work) -> OrderCouponsAnswer:
    """Pay an order's part with what is locked for it. NotFound for an order without coupons; Refused `order_coupons_settled`."""
    _known(work, request)
    return OrderCouponsAnswer.of(
        request.order_no, pay_with_locked_coupons(work, request.customer_id, request.order_no), work.origin.language
    )


def release_order_coupons(request: OfOrder, work: Work) -> OrderCouponsAnswer:
    """Let go of what is locked for an order that was cancelled. NotFound for an order without coupons; Refused `order_coupons_settled`."""
    _known(work, request)
    return OrderCouponsAnswer.of(request.order_no, release_coupons(work, request.customer_id, request.order_no), work.origin.language)


def return_order_coupons(request: ReturnOrderCoupons, work: Work) -> OrderCouponsAnswer:
    """Give back what coupons paid of an order that was unsubscribed in time (14.3.4/r2). Refused `order_coupons_not_paid`; NotFound."""
    _known(work, request)
    returned = give_back_for_order(
        work,
        request.customer_id,
        request.order_no,
        unsubscribed_at=request.unsubscribed_at,
        may_be_unsubscribed=request.may_be_unsubscribed,
    )
    return OrderCouponsAnswer.of(request.order_no, returned, work.origin.language)


def _known(work: Work, request: OfOrder) -> OrderCoupons:
    held = work.get(order_coupons_key(request.customer_id, request.order_no), or_none=True)
    if held is None:
        raise NotFound("order")
    return held


def release_unpaid_orders(run: Run) -> None:
    """An order that is not paid within seven days is cancelled: let go of its coupons, whoever forgot to say so (14.3.4/r3)."""
    run.each(run.due(OrderCoupons), _release_unpaid, of_partner=lambda held: None)


def _release_unpaid(due: OrderCoupons, work: Work) -> bool:
    held = work.get(order_coupons_key(due.customer_id, due.order_no))
    if held.state is not OrderCouponState.LOCKED or held.release_due_at is None or held.release_due_at > work.now:
        return False
    release_coupons(work, held.customer_id, held.order_no)
    return True
