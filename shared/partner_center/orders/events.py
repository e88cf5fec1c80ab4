"""What orders tells; what it tells of usage are consumption's words."""

from __future__ import annotations

from pydantic import Field

from partner_center.customers import AssociationType
from partner_center.kernel.money import Money
from partner_center.orders.news import Notice
from partner_center.orders.order import CancelReason, InvoiceOwner, Marketplace, OrderType, PaymentMethod
from partner_center.orders.usage_meter import Due
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent
from partner_center.platform.model import Model


class UsageLeftToCharge(DomainEvent, name="orders.usage_left_to_charge"):
    """Cents that were due but did not fit into the transaction; `lines` are settled when they are paid.

    parts: how many parts of the charge were carried out so far.
    """

    customer_id: str
    association_type: str
    billing_period: str
    due: tuple[Due, ...]
    lines: int
    parts: int


class OrderNoticeReceived(DomainEvent, name="orders.order_notice_received"):
    """The vendor's order system told of an order; orders hears it itself. `partner_id` is empty: whose order it is, the order knows."""

    notice: Notice = Field(discriminator="about")


class OrderFacts(Model):
    """What every event of an order says beside its partner, which is empty where it has none. CNY.

    order_amount: what was to be paid.
    """

    order_no: str
    customer_id: str
    customer_name: str
    distributor_id: str | None = None
    association_type: AssociationType | None = None
    product_type: str
    order_type: OrderType
    marketplace: Marketplace
    order_amount: Money


class OrderPlaced(OrderFacts, DomainEvent, name="orders.order_placed"):
    """A customer placed an order here; the order system checks and carries it out."""

    placed_at: Time
    pay_before: Time


class OrderChanged(DomainEvent, name="orders.order_changed"):
    """An order is new or stands otherwise; whoever shows orders elsewhere looks at it again. Heard by orders itself."""

    order_no: str
    customer_id: str


class PartnerPaymentRequested(OrderFacts, DomainEvent, name="orders.partner_payment_requested"):
    """A customer asks its partner to pay an order (13.6)."""

    requested_at: Time
    pay_before: Time


class PartnerPaymentRejected(OrderFacts, DomainEvent, name="orders.partner_payment_rejected"):
    """The partner does not pay an order; the customer may pay it itself (10.4.3.1/r15)."""

    reason: str
    rejected_at: Time


class OrderPaid(OrderFacts, DomainEvent, name="orders.order_paid"):
    """An order was paid. paid_amount: in money; coupon_amount: by coupons; `invoice_owner`: in whose invoiceable amount it counts.

    counts_as_performance: whether the money counts as the partner's performance (10.4.3.1/r2, 12.3.3.1/r3).
    """

    paid_by: PaymentMethod
    paid_at: Time
    paid_amount: Money
    coupon_amount: Money
    invoice_owner: InvoiceOwner
    counts_as_performance: bool


class OrderRefunded(OrderFacts, DomainEvent, name="orders.order_refunded"):
    """Money of an order went back. refund_amount: in money; coupon_amount: to coupons. unsubscribed: the order is over.

    refunded_to: whose account it went to; the customer's where none of it went to the partner's.
    """

    refund_no: str
    refunded_to: PaymentMethod
    refunded_at: Time
    refund_amount: Money
    coupon_amount: Money
    unsubscribed: bool
    invoice_owner: InvoiceOwner
    counts_as_performance: bool


class OrderCancelled(OrderFacts, DomainEvent, name="orders.order_cancelled"):
    """An order was cancelled unpaid, or the order system cancelled it."""

    reason: CancelReason
    cancelled_at: Time
