"""Money of a paid order goes back to the accounts that paid, and to the coupons by their own rules (10.4.3.1/r3, r14, 13.6/r10, 14.3.4/r2).

Each refund happens once by its number, however often and late it is told. OPEN in 10.4.3.1: what a partner paid through a third party comes
back to its top-up account, and so does what it had paid before its orders were kept here. What a customer paid to the vendor the vendor
gives back; only the order notes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from partner_center.coupons import give_back_for_order
from partner_center.customers import Association, association_key, refuses_unless_linked
from partner_center.funds import BucketPart, give_to_partner, load_customer_funds, look_up_funds, refund_order_to_funds
from partner_center.kernel.errors import Broken, NotFound, Refusal
from partner_center.kernel.money import Money, total
from partner_center.orders.book import OrderBook, counts_as_performance
from partner_center.orders.events import OrderRefunded
from partner_center.orders.news import RefundNews, RefundRecorded
from partner_center.orders.order import InvoiceOwner, Means, Part, PaymentMethod
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.table import Choice, Flag, Instant, Key, MoneyAttribute, Place, Record, Text
from partner_center.platform.work import Work

OF_PARTNER = (Means.PARTNER_TOP_UP, Means.PARTNER_CREDIT, Means.PARTNER_ONLINE)
IN_MONEY = (*OF_PARTNER, Means.ALLOCATED, Means.VENDOR)


class OrderRefund(Record, kind="order_refund"):
    """One refund of an order. refund_amount: in money; coupon_amount: what came back to coupons. CNY. refunded_to: who has the money."""

    PLACE = Place("order/{order_no}", "refund/{refund_no}")

    order_no = Text()
    refund_no = Text()
    partner_id = Text(null=True)
    customer_id = Text()
    refund_amount = MoneyAttribute()
    coupon_amount = MoneyAttribute()
    refunded_to = Choice(PaymentMethod)
    unsubscribed = Flag()
    refunded_at = Instant()
    recorded_at = Instant()


def refund_key(order_no: str, refund_no: str) -> Key[OrderRefund]:
    """The address of a refund."""
    return OrderRefund.key(order_no=order_no, refund_no=refund_no)


def record_refund(news: RefundNews, work: Work) -> RefundRecorded:
    """Give back what the order system says.

    Raises NotFound for an unknown order; Refused `order_not_paid`, `order_unsubscribed`, `order_invoiced`, `refund_exceeds_payment`,
    `refund_told_otherwise`.
    """
    book = OrderBook.find(work, news.order_no, refund_key(news.order_no, news.refund_no))
    if book is None:
        raise NotFound("order")
    known: OrderRefund | None = work.get(refund_key(news.order_no, news.refund_no), or_none=True)
    if known is not None:
        work.require(refuses_other_refund(known, news))
        return _answer(known, known=True)
    work.require(refuses_refund(book, news.amount, unsubscribed=news.unsubscribed))
    refund = Refunding(book).carry_out(
        news.amount, news.refund_no, at=news.refunded_at, unsubscribed_at=news.refunded_at if news.unsubscribed else None
    )
    return _answer(refund, known=False)


def refuses_other_refund(known: OrderRefund, news: RefundNews) -> Refusal | None:
    """A number stands for one refund: what is told of it otherwise is no repetition, and must not pass for one."""
    if (known.refund_amount, known.unsubscribed) == (news.amount, news.unsubscribed):
        return None
    return Refusal.because(
        "refund_told_otherwise",
        "10.4.3.1/r3",
        order_no=known.order_no,
        refund_no=known.refund_no,
        refund_amount=known.refund_amount,
        unsubscribed=known.unsubscribed,
    )


def refuses_refund(book: OrderBook, amount: Money, *, unsubscribed: bool) -> Refusal | None:
    """Only of what was paid, no more than is left of it, and no unsubscription of what was invoiced (13.6/r8)."""
    order = book.order
    if not order.is_paid:
        return Refusal.because("order_not_paid", "10.4.3.1/r3", order_no=order.order_no, status=order.status)
    if unsubscribed:
        if order.unsubscribed_at is not None:
            return Refusal.because("order_unsubscribed", "10.4.3.1/r3", order_no=order.order_no, unsubscribed_at=order.unsubscribed_at)
        if refusal := order.refuses_unsubscription():
            return refusal
    left = order.paid_out_of(*IN_MONEY)
    if amount <= left:
        return None
    return Refusal.because("refund_exceeds_payment", "10.4.3.1/r3", order_no=order.order_no, amount=amount, left=left)


@dataclass
class Refunding:
    """One refund of an order inside a unit of work."""

    book: OrderBook

    def carry_out(
        self, amount: Money, refund_no: str, *, at: datetime, unsubscribed_at: datetime | None = None, undone: bool = False
    ) -> OrderRefund:
        """Move money back, and coupons where the order is unsubscribed; write it down and tell it.

        undone: the payment never held, so that coupons come back as on the day of the order, although nobody unsubscribed it.
        """
        book, order, work = self.book, self.book.order, self.book.work
        parts, going_back = _share(order.parts(), amount)
        to_partner = self._to_partner(going_back, refund_no) + self._to_buckets(going_back, refund_no)
        refunded_to = PaymentMethod.PARTNER if to_partner else PaymentMethod.CUSTOMER
        to_coupons = self._to_coupons(parts, order.placed_at if undone else unsubscribed_at, may=undone or order.may_be_unsubscribed)
        order.note_parts(parts)
        order.refunded_amount = order.refunded_amount + amount
        order.unsubscribed_at = unsubscribed_at or order.unsubscribed_at
        refund = OrderRefund(
            order_no=order.order_no,
            refund_no=refund_no,
            partner_id=order.partner_id,
            customer_id=order.customer_id,
            refund_amount=amount,
            coupon_amount=to_coupons,
            refunded_to=refunded_to,
            unsubscribed=unsubscribed_at is not None,
            refunded_at=at,
            recorded_at=work.now,
        )
        work.add(refund)
        book.changed()
        work.emit(
            OrderRefunded(
                **book.facts(),
                refund_no=refund_no,
                refunded_to=refunded_to,
                refunded_at=at,
                refund_amount=amount,
                coupon_amount=to_coupons,
                unsubscribed=unsubscribed_at is not None,
                invoice_owner=order.invoice_owner or InvoiceOwner.CUSTOMER,
                counts_as_performance=counts_as_performance(order),
            )
        )
        return refund

    def _to_partner(self, going_back: Sequence[Part], refund_no: str) -> Money:
        """Back to the partner's own accounts: both balances rise (10.4.3.1/r14; of a reseller its account balance, 12.3.3.1/r5).

        Answers how much.
        """
        order, work = self.book.order, self.book.work
        before_us = order.payment_method is PaymentMethod.PARTNER and order.partner_id is not None
        theirs = {*OF_PARTNER, Means.VENDOR} if before_us else {*OF_PARTNER}
        amount = total(part.amount for part in going_back if part.means in theirs)
        if not amount:
            return amount
        if order.partner_id is None:
            raise Broken(f"order {order.order_no} was paid by no partner")
        look_up_funds(work, order.partner_id).put_back(
            work,
            Movement.ORDER_REFUND,
            amount,
            (Clearing("revenue", order.partner_id), -amount),
            credit_at_most=total(part.amount for part in going_back if part.means is Means.PARTNER_CREDIT),
            customer_id=order.customer_id,
            customer_name=order.customer_name,
            reference=order.order_no,
            remark=refund_no,
        )
        return amount

    def _to_buckets(self, going_back: Sequence[Part], refund_no: str) -> Money:
        """Back to what the partner had allocated; to the partner itself where the customer is its resale customer no more.

        Answers how much went to the partner.
        """
        order, work = self.book.order, self.book.work
        parts = [BucketPart(part.account, part.amount) for part in going_back if part.means is Means.ALLOCATED]
        if not parts:
            return Money.zero()
        if order.partner_id is None:
            raise Broken(f"order {order.order_no} was paid out of no partner's money")
        association: Association = work.get(association_key(order.partner_id, order.customer_id))
        work.rely_on(association)
        if refuses_unless_linked(association, resale=True) is None:
            funds = load_customer_funds(work, order.partner_id, order.customer_id)
            refund_order_to_funds(work, funds, parts, reference=order.order_no)
            return Money.zero()
        amount = total(part.amount for part in parts)
        give_to_partner(
            work,
            order.partner_id,
            order.customer_id,
            amount,
            movement=Movement.ORDER_REFUND,
            reference=order.order_no,
            customer_name=order.customer_name,
            remark=refund_no,
        )
        return amount

    def _to_coupons(self, parts: Sequence[Part], unsubscribed_at: datetime | None, *, may: bool) -> Money:
        """Back to coupons as far as they come back (14.3.4/r2); `parts` say what of each did."""
        order, work = self.book.order, self.book.work
        if unsubscribed_at is None or not any(part.means is Means.COUPON for part in parts):
            return Money.zero()
        returned = give_back_for_order(work, order.customer_id, order.order_no, unsubscribed_at=unsubscribed_at, may_be_unsubscribed=may)
        back = {part.ref: part.amount for part in returned}
        for part in parts:
            if part.means is Means.COUPON:
                part.returned = back.get(part.account, Money.zero())
        return total(back.values())


def _share(parts: Sequence[Part], amount: Money) -> tuple[list[Part], list[Part]]:
    """The payment's parts with what goes back noted, and what goes back of each: credit first, then what was paid last."""
    going_back: list[Part] = []
    rest = amount
    turn = sorted(range(len(parts)), key=lambda at: (parts[at].means is not Means.PARTNER_CREDIT, -at))
    for at in turn:
        part = parts[at]
        if part.means is Means.COUPON:
            continue
        back = min(rest, part.amount - part.returned)
        if back:
            going_back.append(part.model_copy(update={"amount": back, "returned": Money.zero()}))
            part.returned = part.returned + back
            rest = rest - back
    if rest:
        raise Broken(f"{rest} of a refund belong to no part of the payment")
    return list(parts), going_back


def _answer(refund: OrderRefund, *, known: bool) -> RefundRecorded:
    return RefundRecorded(
        order_no=refund.order_no,
        refund_no=refund.refund_no,
        refund_amount=refund.refund_amount,
        coupon_amount=refund.coupon_amount,
        known=known,
    )
