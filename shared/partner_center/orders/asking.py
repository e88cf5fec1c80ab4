"""A customer asks its partner to pay an order, or cancels it (13.6); the partner refuses (10.4.3.1/r15, r16)."""

from __future__ import annotations

from collections.abc import Sequence

from partner_center.coupons import lock_coupons
from partner_center.customers import Association, association_key, refuses_unless_linked
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.orders.book import OrderBook
from partner_center.orders.contracts import (
    BatchRejectPayRequests,
    OrderState,
    OwnOrder,
    RejectPayRequest,
    RequestPartnerPayment,
)
from partner_center.orders.order import CancelReason
from partner_center.orders.payment_request import refuses_request
from partner_center.partners import Partner, partner_key
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def request_partner_payment(request: RequestPartnerPayment, caller: Caller, work: Work) -> OrderState:
    """Ask the partner to pay an unpaid order, less what the chosen coupons pay.

    Raises NotFound for another's order; Refused as `open_request`, or by the choice of coupons.
    """
    book = OrderBook.of_customer(work, request.order_no, caller.customer_id)
    open_request(book, request.coupons)
    return OrderState.of(book.order)


def open_request(book: OrderBook, coupons: Sequence[str] | None = None) -> None:
    """Put an unpaid order among those that its partner is asked to pay.

    Raises Refused: order_not_waiting, order_closed_unpaid, payment_requested_already, order_without_partner, parted_from_partner, and the
    reasons of `refuses_request`.
    """
    order, work = book.order, book.work
    work.require(order.refuses_unless_unpaid(), order.refuses_late(work.now), _refuses_twice(book), _refuses_without_partner(book))
    assert order.partner_id is not None
    association: Association | None
    partner: Partner | None
    association, partner = work.look(association_key(order.partner_id, order.customer_id), partner_key(order.partner_id))
    if association is None or partner is None:
        raise NotFound("partner")
    work.require(_refuses_parted(association), *refuses_request(order, partner.partner_type, association.association_type))
    order.association_type, order.partner_type = association.association_type, partner.partner_type
    work.rely_on(association)
    if coupons is not None:
        lock_coupons(work, order.for_coupons(), coupons)
    book.asked()


def _refuses_twice(book: OrderBook) -> Refusal | None:
    if book.request is None or not book.request.is_pending:
        return None
    return Refusal.because("payment_requested_already", "13.6/r11", order_no=book.order.order_no, requested_at=book.request.requested_at)


def _refuses_parted(association: Association) -> Refusal | None:
    """Told to the customer, not to the partner."""
    if refuses_unless_linked(association) is None:
        return None
    return Refusal.because("parted_from_partner", "13.6/r1", way_out="pay_yourself", partner_id=association.partner_id)


def _refuses_without_partner(book: OrderBook) -> Refusal | None:
    if book.order.partner_id is not None:
        return None
    return Refusal.because("order_without_partner", "13.6/r1", way_out="pay_yourself", order_no=book.order.order_no)


def cancel_order(request: OwnOrder, caller: Caller, work: Work) -> OrderState:
    """Cancel an unpaid order, asked for or not; its coupons are free again (13.6/r6, r11). Raises Refused `order_not_waiting`; NotFound."""
    book = OrderBook.of_customer(work, request.order_no, caller.customer_id)
    work.require(book.order.refuses_unless_unpaid())
    book.cancelled(CancelReason.CUSTOMER, work.now)
    return OrderState.of(book.order)


def reject_pay_request(request: RejectPayRequest, caller: Caller, work: Work) -> OrderState:
    """Refuse to pay an order, with a reason; the customer can pay it itself. Raises Refused `payment_not_requested`; NotFound."""
    return _reject(request.order_no, request.reason, caller, work)


def batch_reject_pay_requests(request: BatchRejectPayRequests, caller: Caller, work: Work) -> BatchAnswer[OrderState]:
    """Refuse several for one reason, each with a result of its own (10.4.3.1/r16)."""
    return each_alone(
        work,
        request.order_nos,
        lambda order_no, alone: _reject(order_no, request.reason, caller, alone),
        answer=OrderState,
        named=str,
    )


def _reject(order_no: str, reason: str, caller: Caller, work: Work) -> OrderState:
    book = OrderBook.of_partner(work, order_no, caller.partner_id)
    assert book.request is not None
    work.require(book.request.refuses_unless_pending())
    book.rejected(reason, caller.operator)
    return OrderState.of(book.order)
