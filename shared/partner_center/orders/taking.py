"""The news of the vendor's order system is taken in: by the API and by its webhook, with the same effect (10.4.3.1, 10.4.3.2, 10.4.3.3).

An order is as the newest news says, except that what happened here is not undone by somebody who does not know of it yet: an order that was
paid here waits no more, and what is over stays over. Where the order system itself settled otherwise what was paid or cancelled here (the
customer had paid it there, or cancelled it), it is right: money that was paid here goes back, and money that was paid there counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from partner_center.coupons import lock_coupons, order_coupons_key, release_coupons
from partner_center.customers import Association, AssociationType, CustomerAccount, association_key, customer_account_key
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money, total
from partner_center.orders.asking import open_request
from partner_center.orders.book import OrderBook
from partner_center.orders.coupon_share import locked_for
from partner_center.orders.news import (
    DiscountKind,
    Notice,
    OrderNews,
    OrderTaken,
    PayRequestNews,
    RecordOrders,
    RefundNews,
    StatusNews,
)
from partner_center.orders.order import (
    CancelReason,
    CustomerOrder,
    Means,
    OrderCount,
    OrderStatus,
    OrderType,
    Part,
    PaymentMethod,
    PriceAdjustment,
    order_count_key,
    order_key,
)
from partner_center.orders.payment_request import payment_request_key
from partner_center.orders.refunding import IN_MONEY, OF_PARTNER, Refunding, record_refund
from partner_center.orders.resource_line import OrderResourceLine
from partner_center.orders.self_payment import from_allocation, resells
from partner_center.orders.terms import payable_until
from partner_center.organisation import Organisation, organisation_key
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.work import Work

LINES_OF_ORDER = 80  # of all news together: they are kept up to date in one transaction
SETTLED_OTHERWISE = "settled-otherwise"  # how the number of a refund begins where the order system settled what was paid here
CANCELLED_HERE = frozenset({CancelReason.CUSTOMER, CancelReason.UNPAID})


def record_orders(request: RecordOrders, work: Work) -> BatchAnswer[OrderTaken]:
    """Take in up to 25 orders, each with a result of its own."""
    return each_alone(work, request.orders, take_in_order, answer=OrderTaken, named=lambda news: news.order_no)


def take_in_notice(notice: Notice, work: Work) -> None:
    """Take in one piece of news of the webhook. What is refused goes back to the queue: what it builds upon may still come."""
    match notice:
        case OrderNews():
            take_in_order(notice, work)
        case StatusNews():
            sync_order_status(notice, work)
        case PayRequestNews():
            receive_pay_request(notice, work)
        case RefundNews():
            record_refund(notice, work)


def take_in_order(news: OrderNews, work: Work) -> OrderTaken:
    """Take in an order as the order system knows it. Raises Refused: unknown_customer, unknown_partner, order_of_other_customer."""
    order, account = work.look(order_key(news.order_no), customer_account_key(news.customer_id))
    if order is None:
        book = _new_book(news, account, work)
    else:
        work.require(_refuses_other_customer(order, news))
        if news.as_of <= order.as_of:
            return _take_late(order, news, work)
        book = _known_book(order, work)
    follows = book.order.version is None or news.as_of > _status_as_of(book.order)
    _note(book, news)
    if book.order.version is None:
        book.opened()
    _keep_lines(work, book.order, news)
    if follows:
        _follow(book, news.status, news, news.as_of)
    _choose_coupons(book, news)
    book.changed()
    return OrderTaken(order_no=book.order.order_no, news=True, status=book.order.status)


def _status_as_of(order: CustomerOrder) -> datetime:
    return max(order.as_of, order.status_as_of or order.as_of)


def _take_late(order: CustomerOrder, news: OrderNews, work: Work) -> OrderTaken:
    """Of news that is overtaken only those resource lines are new of which nothing newer was told: an order's lines come in pieces."""
    brings = _keep_lines(work, order, news)
    if brings:
        _known_book(order, work).changed()
    return OrderTaken(order_no=order.order_no, news=brings, status=order.status)


def sync_order_status(news: StatusNews, work: Work) -> None:
    """The customer paid the order itself, or it was cancelled there (10.4.3.1/r4). NotFound for an order nobody told of."""
    book = OrderBook.find(work, news.order_no)
    if book is None:
        raise NotFound("order")
    if news.as_of <= _status_as_of(book.order):
        return
    book.order.status_as_of = news.as_of
    _follow(book, news.status, news, news.as_of)
    book.changed()


def receive_pay_request(news: PayRequestNews, work: Work) -> None:
    """A customer chose partner payment at the vendor's checkout: the same as asking here (13.6). Repeated and late it changes nothing."""
    book = OrderBook.find(work, news.order_no)
    if book is None:
        raise NotFound("order")
    request = book.request
    if book.order.closes_at is None or (request is not None and (request.is_pending or request.requested_at >= news.requested_at)):
        return
    if request is not None and request.decided_at is not None and request.decided_at >= news.requested_at:
        return  # it is older than the answer
    open_request(book)


# --- an order that is new, or known ---------------------------------------------------------------------------------------------


def _refuses_other_customer(order: CustomerOrder, news: OrderNews) -> Refusal | None:
    if order.customer_id == news.customer_id:
        return None
    return Refusal.because("order_of_other_customer", "10.4.3.2", order_no=order.order_no, customer_id=news.customer_id)


def _new_book(news: OrderNews, account: CustomerAccount | None, work: Work) -> OrderBook:
    if account is None:
        work.require(Refusal.because("unknown_customer", "10.4.3.2", customer_id=news.customer_id))
        raise NotFound("customer")
    order = CustomerOrder(
        order_no=news.order_no,
        customer_id=news.customer_id,
        customer_name=account.name,
        account_name=account.account_name,
        placed_at=news.placed_at,
        pay_before=news.pay_before or payable_until(news.placed_at),
        status=OrderStatus.PENDING_PAYMENT if news.order_type is not OrderType.UNSUBSCRIBE else OrderStatus.PROCESSING,
        order_type=news.order_type,
    )
    count = attribute(order, account, work, partner_id=news.partner_id, association_type=news.association_type)
    return OrderBook(work, order, None, count)


def attribute(
    order: CustomerOrder,
    account: CustomerAccount,
    work: Work,
    *,
    partner_id: str | None = None,
    association_type: AssociationType | None = None,
) -> OrderCount | None:
    """Say whose order it is: the partner's with whom the customer was associated when it was placed (0.6/r5); answers its numbers.

    Where nobody names the partner of the time, it is the present one if it was the customer's by then, otherwise nobody's.
    Raises Refused `unknown_partner` for a partner that never was the customer's.
    """
    asked = partner_id or account.associated_partner_id
    if asked is None:
        return None
    found = work.look(association_key(asked, order.customer_id), organisation_key(asked), order_count_key(asked, order.customer_id))
    association: Association | None = found[0]
    organisation: Organisation | None = found[1]
    if association is None:
        work.require(Refusal.because("unknown_partner", "0.6/r5", partner_id=partner_id) if partner_id else None)
        return None
    if partner_id is None and association.associated_at > order.placed_at:
        return None
    order.partner_id = asked
    if organisation is not None:
        order.partner_type, order.distributor_id = organisation.partner_type, organisation.distributor_id
    order.association_type = association_type or association.association_type
    order.customer_name, order.account_name = association.customer_name, association.account_name
    count: OrderCount | None = found[2]
    return count


def _known_book(order: CustomerOrder, work: Work) -> OrderBook:
    if order.partner_id is None:
        return OrderBook(work, order)
    request, count = work.look(payment_request_key(order.partner_id, order.order_no), order_count_key(order.partner_id, order.customer_id))
    return OrderBook(work, order, request, count)


def _note(book: OrderBook, news: OrderNews) -> None:
    """Write down the facts. What was paid keeps its price; a changed price lets go of the coupons that were chosen for the old one."""
    order, was = book.order, book.order.order_amount
    order.as_of = news.as_of
    order.product_type, order.product_name = news.product_type, news.product_name or order.product_name
    order.marketplace, order.auto_renewal, order.stored_value_card = news.marketplace, news.auto_renewal, news.stored_value_card
    order.may_be_unsubscribed, order.starts_at = news.may_be_unsubscribed, news.starts_at
    order.quota_short, order.capacity_short = news.check.quota_short, news.check.capacity_short
    order.specification_changed = news.check.specification_changed
    order.refunds_order_no = news.refunds_order_no
    order.vat_invoiced_at = news.vat_invoiced_at or order.vat_invoiced_at
    order.authorised_discount = any(discount.kind is DiscountKind.CONTRACT for discount in news.discounts)
    if order.version is not None and order.closes_at is None:
        return
    _note_price(order, news)
    if was is not None and was != news.order_amount:
        _let_coupons_go(book)


def _note_price(order: CustomerOrder, news: OrderNews) -> None:
    order.pay_before = news.pay_before or order.pay_before
    order.official_amount, order.order_amount = news.official_amount, news.order_amount
    order.discounts = [[discount.kind.value, discount.amount.plain] for discount in news.discounts]
    order.price_adjustments = [PriceAdjustment.told(change.model_dump(mode="json", exclude_none=True)) for change in news.price_adjustments]


def _let_coupons_go(book: OrderBook) -> None:
    order, work = book.order, book.work
    if work.get(order_coupons_key(order.customer_id, order.order_no), or_none=True) is not None:
        lock_coupons(work, order.for_coupons(), ())


def _choose_coupons(book: OrderBook, news: OrderNews) -> None:
    if news.coupons is not None and book.order.closes_at is not None:
        lock_coupons(book.work, book.order.for_coupons(), news.coupons)


def _keep_lines(work: Work, order: CustomerOrder, news: OrderNews) -> bool:
    """Bring the lines to the news, each unless something newer was told of it; whether any was brought."""
    if not news.lines:
        return False
    keys = [OrderResourceLine.key(order_no=order.order_no, order_line_id=line.order_line_id) for line in news.lines]
    known_lines: list[OrderResourceLine | None] = work.look(*keys)
    brought = [
        (told, known)
        for told, known in zip(news.lines, known_lines, strict=True)
        if known is None or known.as_of is None or known.as_of < news.as_of
    ]
    order.line_ids = sorted({*order.line_ids, *(told.order_line_id for told, _ in brought)})
    work.require(_refuses_more_lines(order))
    for told, known in brought:
        line = known or OrderResourceLine(order_no=order.order_no, order_line_id=told.order_line_id)
        line.as_of = news.as_of
        line.product_type, line.resource_id = told.product_type or order.product_type, told.resource_id
        line.line_effective_at, line.line_expires_at = told.line_effective_at, told.line_expires_at
        line.resource_effective_at, line.resource_expires_at = told.resource_effective_at, told.resource_expires_at
        line.of(order)
        work.keep(line)
    return bool(brought)


def _refuses_more_lines(order: CustomerOrder) -> Refusal | None:
    if len(order.line_ids) <= LINES_OF_ORDER:
        return None
    return Refusal.because("too_many_order_lines", "10.4.3.3", order_no=order.order_no, at_most=LINES_OF_ORDER)


# --- what becomes of it ----------------------------------------------------------------------------------------------------------


def _follow(book: OrderBook, status: OrderStatus, told: OrderNews | StatusNews, at: datetime) -> None:
    """Bring the order to the status that was told, as far as it leads on from what it is."""
    order = book.order
    if status is OrderStatus.CANCELLED:
        _follow_cancelled(book, at)
    elif status is OrderStatus.PENDING_PAYMENT or (order.status is OrderStatus.CANCELLED and not _was_paid_there(order, told)):
        return  # whoever told it does not know yet what happened here, or what is over stays over
    elif order.order_type is OrderType.UNSUBSCRIBE:
        order.status, order.paid_at = status, order.paid_at or told.paid_at or at
    elif not order.is_paid:
        _settle(book, status, told, at)
    elif told.payment_method is PaymentMethod.CUSTOMER and _was_paid_by_partner_here(order):
        _give_all_back(book, at)
        order.refunded_amount = Money.zero()  # of the payment that holds
        _settle(book, status, told, at)
    elif status is OrderStatus.COMPLETED:
        order.status = status


def _was_paid_there(order: CustomerOrder, told: OrderNews | StatusNews) -> bool:
    """Whether the customer had paid at the vendor's what was cancelled here, by itself or for want of that news (10.4.3.1/r4)."""
    return order.cancelled_because in CANCELLED_HERE and told.payment_method is not PaymentMethod.PARTNER


def _was_paid_by_partner_here(order: CustomerOrder) -> bool:
    """Whether the partner settled it here and that payment still stands, be it by the customer's coupons alone."""
    if order.payment_method is not PaymentMethod.PARTNER or order.unsubscribed_at is not None:
        return False
    return not order.paid_out_of(Means.VENDOR) and bool(order.paid_out_of(*OF_PARTNER, Means.COUPON))


def _follow_cancelled(book: OrderBook, at: datetime) -> None:
    order = book.order
    if order.status is OrderStatus.CANCELLED:
        return
    if order.is_paid and order.parts():
        _give_all_back(book, at)
    book.cancelled(CancelReason.ORDER_SYSTEM, at)


def _settle(book: OrderBook, status: OrderStatus, told: OrderNews | StatusNews, at: datetime) -> None:
    """It was paid at the vendor's; what coupons had locked for it paid its part."""
    order, by = book.order, told.payment_method or PaymentMethod.CUSTOMER
    book.work.require(_refuses_unknown_payment(order, by))
    if isinstance(told, OrderNews):
        _note_price(order, told)  # of the payment that holds
    coupons = _used_there(book, told.paid_amount)
    covered = total(part.amount for part in coupons)
    money = told.paid_amount if told.paid_amount is not None else order.order_amount - covered
    book.paid([*coupons, *_in_money(book, money, by)], by, at=told.paid_at or at, status=status)


def _refuses_unknown_payment(order: CustomerOrder, by: PaymentMethod) -> Refusal | None:
    """A partner pays an order that waits here only here; of orders of old times the order system knows better (10.4.3.1/r1)."""
    if by is not PaymentMethod.PARTNER or order.version is None:
        return None
    return Refusal.because("partner_payment_not_known", "10.4.3.1/r1", order_no=order.order_no, partner_id=order.partner_id)


def _used_there(book: OrderBook, paid_amount: Money | None) -> Sequence[Part]:
    """What coupons paid: what they had locked. Where the money leaves less of the price than that, it was paid without them."""
    order, work = book.order, book.work
    if order.closes_at is None or order.version is None:
        return []
    covered = locked_for(work, order)
    if covered and paid_amount is not None and paid_amount + covered > order.order_amount:
        release_coupons(work, order.customer_id, order.order_no)
        return []
    return book.take_coupons()


def _in_money(book: OrderBook, money: Money, by: PaymentMethod) -> list[Part]:
    """The vendor took it; but a resale customer spends what its partner allocated, wherever it pays (12.1.3/r3, 13.3/r2)."""
    if money and by is PaymentMethod.CUSTOMER and book.order.version is not None and resells(book):
        return from_allocation(book, money)
    return [Part(means=Means.VENDOR, amount=money)] if money else []


def _give_all_back(book: OrderBook, told_at: datetime) -> None:
    """Whatever was paid for it goes back, coupons as on the day of the order: nobody unsubscribed anything. Once per news."""
    back = book.order.paid_out_of(*IN_MONEY)
    Refunding(book).carry_out(back, f"{SETTLED_OTHERWISE}-{clock.iso(told_at)}", at=book.work.now, undone=True)
