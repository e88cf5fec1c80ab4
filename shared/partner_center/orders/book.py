"""One order in one unit of work, with its request and the customer's numbers: every change of how it stands is written here.

So the three never differ, and of those who decide about an order at the same time (the partner pays, refuses, the customer pays or cancels,
time runs out) one wins: all change the order, and the others decide anew and find it settled (10.4.3.1/r4, 13.6/r11).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partner_center.coupons import order_coupons_key, pay_with_locked_coupons, release_coupons
from partner_center.customers import AssociationType, association_key
from partner_center.kernel.errors import Broken, NotFound
from partner_center.kernel.money import Money, total
from partner_center.kernel.permissions import PartnerType
from partner_center.orders.events import OrderCancelled, OrderChanged, OrderPaid, PartnerPaymentRejected, PartnerPaymentRequested
from partner_center.orders.order import (
    CancelReason,
    CustomerOrder,
    InvoiceOwner,
    Means,
    OrderCount,
    OrderStatus,
    Part,
    PaymentMethod,
    order_count_key,
    order_key,
)
from partner_center.orders.payment_request import PartnerPaymentRequest, RequestStatus, payment_request_key
from partner_center.partners import partner_key
from partner_center.platform.table import Key
from partner_center.platform.work import Work


@dataclass
class OrderBook:
    """An order, the request for it where there is one, and the numbers of its partner's customer; neither for an order without partner."""

    work: Work
    order: CustomerOrder
    request: PartnerPaymentRequest | None = None
    count: OrderCount | None = None
    _told: bool = False

    @classmethod
    def find(cls, work: Work, order_no: str, *also: Key[Any]) -> OrderBook | None:
        """The book of an order in two rounds: whose it is stands in the order. With it come the facts that any step asks for.

        also: what the caller knows it will read, in the second round.
        """
        order = work.get(order_key(order_no), or_none=True)
        return None if order is None else cls._open(work, order, *also)

    @classmethod
    def _open(cls, work: Work, order: CustomerOrder, *also: Key[Any]) -> OrderBook:
        order_no, coupons = order.order_no, order_coupons_key(order.customer_id, order.order_no)
        if order.partner_id is None:
            work.look(coupons, *also)
            return cls(work, order)
        request, count, *_ = work.look(
            payment_request_key(order.partner_id, order_no),
            order_count_key(order.partner_id, order.customer_id),
            association_key(order.partner_id, order.customer_id),
            partner_key(order.partner_id),
            coupons,
            *also,
        )
        return cls(work, order, request, count)

    @classmethod
    def of_customer(cls, work: Work, order_no: str, customer_id: str) -> OrderBook:
        """The book of a customer's own order. Raises NotFound for another's."""
        book = cls.find(work, order_no)
        if book is None or book.order.customer_id != customer_id:
            raise NotFound("order")
        return book

    @classmethod
    def of_partner(cls, work: Work, order_no: str, partner_id: str, *also: Key[Any]) -> OrderBook:
        """The book of an order for which the partner was asked at some time. Raises NotFound for any other (10.4.3.1/r1).

        The request comes first: it is what the partner's page shows, and its version what the partner's command is matched with.
        """
        request, order = work.look(payment_request_key(partner_id, order_no), order_key(order_no))
        if request is None or order is None:
            raise NotFound("order")
        return cls._open(work, order, *also)

    @property
    def coupon_parts(self) -> list[Part]:
        """What coupons have paid of it."""
        return [part for part in self.order.parts() if part.means is Means.COUPON]

    def facts(self) -> dict[str, Any]:
        """What every event of the order says."""
        order = self.order
        return {
            "partner_id": order.partner_id or "",
            "order_no": order.order_no,
            "customer_id": order.customer_id,
            "customer_name": order.customer_name,
            "distributor_id": order.distributor_id,
            "association_type": order.association_type,
            "product_type": order.product_type,
            "order_type": order.order_type,
            "marketplace": order.marketplace,
            "order_amount": order.order_amount,
        }

    # --- what becomes of it ---------------------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """It is new."""
        if self.order.partner_id is not None:
            self.count = self.count or OrderCount(partner_id=self.order.partner_id, customer_id=self.order.customer_id)
            self._number(all=1, unpaid=int(self.order.closes_at is not None))
        self.work.add(self.order)
        self._tell_changed()

    def changed(self) -> None:
        """Something about it is otherwise than it was."""
        order, request = self.order, self.request
        if request is not None and (request.is_pending or request.order_status is not order.status):
            request.order_status = order.status
            request.order_amount = order.order_amount
            self.work.keep(request)
        self.work.keep(order)
        self._tell_changed()

    def asked(self) -> None:
        """The customer asks the partner to pay it."""
        order, now = self.order, self.work.now
        if order.partner_id is None or self.count is None:
            raise Broken(f"order {order.order_no} has no partner to ask")
        self.request = self.request or PartnerPaymentRequest(
            partner_id=order.partner_id, order_no=order.order_no, customer_id=order.customer_id
        )
        order.partner_pay_requested, order.payment_method, order.reject_reason = True, PaymentMethod.PARTNER, None
        self.request.ask(order, now)
        self._number(waiting=1)
        self.work.keep(order, self.request)
        self.work.emit(PartnerPaymentRequested(**self.facts(), requested_at=now, pay_before=order.pay_before))
        self._tell_changed()

    def rejected(self, reason: str, by: str | None) -> None:
        """The partner does not pay it: it waits for the customer, without the partner's mark (10.4.3.1/r15, OPEN there)."""
        assert self.request is not None
        order, now = self.order, self.work.now
        order.partner_pay_requested, order.payment_method, order.reject_reason = False, None, reason
        self.request.reject_reason = reason
        self._end_request(RequestStatus.REJECTED, by)
        self.work.keep(order)
        self.work.emit(PartnerPaymentRejected(**self.facts(), reason=reason, rejected_at=now))
        self._tell_changed()

    def withdrawn(self) -> None:
        """The partner is asked no more: the customer pays itself."""
        self.order.partner_pay_requested, self.order.payment_method = False, PaymentMethod.CUSTOMER
        self._end_request(RequestStatus.CANCELLED, None)
        self.work.keep(self.order)
        self._tell_changed()

    def take_coupons(self) -> list[Part]:
        """Take what coupons have locked for it, as parts of its payment."""
        locked = pay_with_locked_coupons(self.work, self.order.customer_id, self.order.order_no)
        return [Part(means=Means.COUPON, account=part.ref, amount=part.amount) for part in locked]

    def paid(
        self,
        parts: Sequence[Part],
        by: PaymentMethod,
        *,
        at: datetime,
        status: OrderStatus = OrderStatus.COMPLETED,
        paid_amount: Money | None = None,
    ) -> None:
        """It was paid with these parts. paid_amount: in money, where it is not what the parts say (told of an old order)."""
        order, was_unpaid = self.order, self.order.closes_at is not None
        money = total(part.amount for part in parts if part.means is not Means.COUPON) if paid_amount is None else paid_amount
        order.status, order.payment_method, order.paid_at, order.paid_amount = status, by, at, money
        order.partner_pay_requested = order.partner_pay_requested and by is PaymentMethod.PARTNER
        order.cancelled_at = order.cancelled_because = None
        order.invoice_owner = invoice_owner_of(order)
        order.note_parts(parts)
        if was_unpaid:
            self._number(unpaid=-1)
        self._end_request(RequestStatus.PAID if by is PaymentMethod.PARTNER else RequestStatus.CANCELLED, self.work.caller.operator)
        self.work.keep(order)
        self.work.emit(
            OrderPaid(
                **self.facts(),
                paid_by=by,
                paid_at=at,
                paid_amount=money,
                coupon_amount=total(part.amount for part in parts if part.means is Means.COUPON),
                invoice_owner=order.invoice_owner,
                counts_as_performance=counts_as_performance(order),
            )
        )
        self._tell_changed()

    def cancelled(self, because: CancelReason, at: datetime) -> None:
        """It is over without having been carried out; what coupons had locked for it is free again (14.3.4/r3)."""
        order = self.order
        if order.closes_at is not None:
            release_coupons(self.work, order.customer_id, order.order_no)
            self._number(unpaid=-1)
        order.status, order.cancelled_at, order.cancelled_because = OrderStatus.CANCELLED, at, because
        order.partner_pay_requested = False
        self._end_request(RequestStatus.CANCELLED, None)
        self.work.keep(order)
        self.work.emit(OrderCancelled(**self.facts(), reason=because, cancelled_at=at))
        self._tell_changed()

    def _end_request(self, status: RequestStatus, by: str | None) -> None:
        request, order = self.request, self.order
        if request is None:
            return
        if request.is_pending:
            request.end(status, self.work.now, by)
            self._number(waiting=-1)
        elif status is RequestStatus.CANCELLED and request.status is RequestStatus.PAID:
            request.end(status, self.work.now, by)  # the order system settled otherwise what the partner had paid
        request.order_status, request.order_amount = order.status, order.order_amount
        request.paid_at, request.paid_amount = order.paid_at, order.paid_amount
        self.work.keep(request)

    def _number(self, **changes: int) -> None:
        if self.count is not None:
            self.count.add(**changes)
            self.work.keep(self.count)

    def _tell_changed(self) -> None:
        if not self._told:
            order, self._told = self.order, True
            self.work.emit(OrderChanged(partner_id=order.partner_id or "", order_no=order.order_no, customer_id=order.customer_id))


def invoice_owner_of(order: CustomerOrder) -> InvoiceOwner:
    """In whose invoiceable amount an order counts: the customer's unless it is a resale customer (10.4.3.1/r5, 13.6/r7, 13.9/r1, r3).

    A resale customer's invoices come from its partner; what a reseller buys is invoiced to its distributor (12.1.3, 0.6/r11).
    """
    if order.association_type is not AssociationType.RESALE:
        return InvoiceOwner.CUSTOMER
    return InvoiceOwner.DISTRIBUTOR if order.partner_type is PartnerType.RESELLER else InvoiceOwner.PARTNER


def counts_as_performance(order: CustomerOrder) -> bool:
    """What a partner paid counts as its performance; of resellers nothing is said (10.4.3.1/r2, 12.3.3.1/r3)."""
    return order.payment_method is PaymentMethod.PARTNER and order.partner_type is not PartnerType.RESELLER
