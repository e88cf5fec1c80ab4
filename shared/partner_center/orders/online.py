"""Orders that a partner pays online (10.4.3.1/r11): begun here, paid when the provider has the money.

While the provider is awaited the order stays what it was: it may be paid otherwise, refused or cancelled meanwhile, or cost something else.
Money for an order that cannot be paid with it any more is the partner's: it goes to its top-up account.
"""

from __future__ import annotations

from partner_center.funds import (
    OnlineChannel,
    OnlinePaymentStarted,
    OnlinePaymentSucceeded,
    PaymentPurpose,
    credit_online_payment,
    spend_online_payment,
    start_online_payment,
)
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.orders.book import OrderBook
from partner_center.orders.contracts import PayBy
from partner_center.orders.coupon_share import locked_for
from partner_center.orders.order import Means, Part, PaymentMethod
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.work import Work

CHANNELS = {channel.value: channel for channel in OnlineChannel}


def start_order_payment(book: OrderBook, method: PayBy, left: Money) -> OnlinePaymentStarted:
    """Begin an online payment of what coupons leave of an order (CNY).

    Raises Refused `channel_not_available` for a method through which nobody takes money yet (Petal Pay), or that is not set up.
    """
    order, work = book.order, book.work
    channel = CHANNELS.get(method.value)
    if channel is None:
        work.require(Refusal.because("channel_not_available", "10.4.3.1/r12", way_out="choose_another_channel", channel=method))
    assert channel is not None
    started = start_online_payment(
        work,
        purpose=PaymentPurpose.ORDER,
        channel=channel,
        amount=left,
        partner_id=order.partner_id,
        customer_id=order.customer_id,
        subject=order.order_no,
        until=order.closes_at,
        begun=order.online_payment_no,
        description=f"订单{order.order_no}",
    )
    order.online_payment_no = started.payment_no
    work.keep(order)
    return started


def settle_online_order(event: OnlinePaymentSucceeded, work: Work) -> None:
    """Pay the order for which the money came; credit it to the partner where the order cannot be paid with it any more."""
    if event.purpose != PaymentPurpose.ORDER:
        return
    book = OrderBook.find(work, event.subject)
    if book is None or not _may_pay(book, event):
        credit_online_payment(event, work, remark=event.subject)
        return
    if not spend_online_payment(event, work):
        return
    partner_id = event.partner_id
    work.move(
        Movement.ORDER_PAYMENT,
        (Clearing("online_orders", partner_id), -event.amount),
        (Clearing("revenue", partner_id), event.amount),
        customer_id=book.order.customer_id,
        customer_name=book.order.customer_name,
        reference=book.order.order_no,
        remark=event.payment_no,
    )
    parts = [*book.take_coupons(), Part(means=Means.PARTNER_ONLINE, account=event.payment_no, amount=event.amount)]
    book.paid(parts, PaymentMethod.PARTNER, at=event.paid_at)


def _may_pay(book: OrderBook, event: OnlinePaymentSucceeded) -> bool:
    """Whether the order still waits for exactly this money. The checks were made when the payment was begun; the money is here now."""
    order, request = book.order, book.request
    if order.partner_id != event.partner_id or order.closes_at is None or request is None or not request.is_pending:
        return False
    return order.order_amount - locked_for(book.work, order) == event.amount
