"""A customer pays an order itself (13.5.2, 13.6/r11, 13.7).

A resale customer pays from coupons and from what its partner allocated for such a product; a consultative customer from coupons, and the
rest to the vendor, whose order system tells us of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from partner_center.coupons import lock_coupons, order_coupons_key
from partner_center.customers import Association, association_key, refuses_unless_linked
from partner_center.funds import load_customer_funds, pay_order_from_funds
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money, total
from partner_center.orders.book import OrderBook
from partner_center.orders.contracts import ChooseCoupons, ChosenCoupon, ChosenCoupons, OrderState, PaidByCustomer, PayOrderSelf
from partner_center.orders.coupon_share import locked_for
from partner_center.orders.order import CustomerOrder, Means, OrderType, Part, PaymentMethod
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def pay_order_self(request: PayOrderSelf, caller: Caller, work: Work) -> PaidByCustomer:
    """Pay an unpaid order, whether or not the partner was asked; the partner is asked no more.

    Where a part is left for the vendor's checkout nothing is taken yet: the coupons stay locked until the order system says that the order
    is paid. Raises NotFound for another's order; Refused: order_not_waiting, order_closed_unpaid, the reasons of the check (r6-r9),
    customer_balance_insufficient, or by the choice of coupons.
    """
    book = OrderBook.of_customer(work, request.order_no, caller.customer_id)
    order = book.order
    work.require(order.refuses_unless_unpaid(), order.refuses_late(work.now), _refuses_unsubscription(order))
    work.require(*order.refuses_by_check(work.now))
    if request.coupons is not None:
        work.require(_refuses_other_choice(work, order, request.coupons))
        lock_coupons(work, order.for_coupons(), request.coupons)
    left = order.order_amount - locked_for(work, order)
    if left and not resells(book):
        book.withdrawn()
        return _answer(book, left)
    coupons = book.take_coupons()
    book.paid([*coupons, *from_allocation(book, left)], PaymentMethod.CUSTOMER, at=work.now)
    return _answer(book, Money.zero())


def choose_order_coupons(request: ChooseCoupons, caller: Caller, work: Work) -> ChosenCoupons:
    """Lock coupons for an unpaid order, instead of an earlier choice; whoever pays it pays the rest.

    Raises NotFound for another's order or coupon; Refused: order_not_waiting, order_closed_unpaid, or by the choice itself.
    """
    order = OrderBook.of_customer(work, request.order_no, caller.customer_id).order
    work.require(order.refuses_unless_unpaid(), order.refuses_late(work.now))
    work.change(order)  # whoever settles it just now without coupons must decide anew: relying on it would not stop them
    parts = lock_coupons(work, order.for_coupons(), request.coupons)
    return ChosenCoupons(
        order_no=order.order_no,
        chosen=[ChosenCoupon(coupon=part.ref, amount=part.amount) for part in parts] if request.coupons else [],
        left_to_pay=order.order_amount - (total(part.amount for part in parts) if request.coupons else Money.zero()),
    )


def _refuses_other_choice(work: Work, order: CustomerOrder, coupons: Sequence[str]) -> Refusal | None:
    """To let go of another choice and to pay do not fit into one transaction together."""
    held = work.get(order_coupons_key(order.customer_id, order.order_no), or_none=True)
    if held is None or not held.each() or sorted(held.chosen) == sorted(coupons):
        return None
    return Refusal.because("other_coupons_chosen", "13.5.2/r2", way_out="choose_coupons_first", chosen=list(held.chosen))


def _refuses_unsubscription(order: CustomerOrder) -> Refusal | None:
    if order.order_type is not OrderType.UNSUBSCRIBE:
        return None
    return Refusal.because("not_a_payment_scene", "13.6/r3", order_type=order.order_type)


def resells(book: OrderBook) -> bool:
    """Whether the customer spends what its partner allocates; that holds at the commit too."""
    order, work = book.order, book.work
    if order.partner_id is None:
        return False
    association: Association | None = work.get(association_key(order.partner_id, order.customer_id), or_none=True)
    if association is None:
        return False
    work.rely_on(association)
    return refuses_unless_linked(association, resale=True) is None


def from_allocation(book: OrderBook, left: Money) -> list[Part]:
    """Take the rest from the buckets that may pay for such a product: earmarked ones for theirs (13.4/r2, 13.5.2/r4).

    Raises Refused `customer_balance_insufficient`.
    """
    if not left:
        return []
    order, work = book.order, book.work
    assert order.partner_id is not None
    funds = load_customer_funds(work, order.partner_id, order.customer_id)
    paid = pay_order_from_funds(work, funds, left, product_type=order.product_type, reference=order.order_no)
    return [Part(means=Means.ALLOCATED, account=part.bucket_id, amount=part.amount) for part in paid]


def _answer(book: OrderBook, pay_at_vendor: Money) -> PaidByCustomer:
    coupon_amount = total(part.amount for part in book.coupon_parts) if not pay_at_vendor else book.order.order_amount - pay_at_vendor
    return PaidByCustomer(**dict(OrderState.of(book.order)), coupon_amount=coupon_amount, pay_at_vendor=pay_at_vendor)
