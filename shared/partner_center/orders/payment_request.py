"""A customer's request that its partner pay an order (13.6; entity partner_payment_request)."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from partner_center.customers import AssociationType
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.orders.order import PAID, CustomerOrder, Marketplace, OrderStatus, OrderType, PaymentMethod
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text

MAY_BE_ASKED = frozenset({PartnerType.SOLUTION_PROVIDER, PartnerType.DISTRIBUTOR, PartnerType.RESELLER})


class RequestStatus(Labelled):
    """What became of a request (glossary part 2, partner_payment)."""

    PENDING = "pending", "待支付", "Pending"
    PAID = "paid", "已完成", "Paid"
    REJECTED = "rejected", "已驳回", "Rejected"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class PartnerPaymentRequest(Record, kind="partner_payment_request"):
    """One order for which the partner was asked; it lies in the partner's list of orders to pay (待付订单) with what the list shows.

    OPEN in 10.4.3.1/r15: whether a customer may ask again after a rejection; here it may, and the request is pending again.
    """

    PLACE = Place("partner/{partner_id}/payment_request", "{order_no}")
    OWNER = Place("partner/{partner_id}/payment_request", "{requested_at}/{order_no}")
    LOOKUP = Place("partner/{partner_id}/payment_request/{status}", "{requested_at}/{order_no}")

    partner_id = Text()
    order_no = Text()
    customer_id = Text()
    customer_name = Text()
    account_name = Text()
    association_type = Choice(AssociationType)
    product_type = Text()
    order_type = Choice(OrderType)
    marketplace = Choice(Marketplace)
    placed_at = Instant()
    requested_at = Instant()
    order_amount = MoneyAttribute()
    status = Choice(RequestStatus)
    order_status = Choice(OrderStatus)
    paid_at = Instant(null=True)
    paid_amount = MoneyAttribute(default=lambda: Money.zero())
    reject_reason = Text(null=True)
    decided_at = Instant(null=True)
    decided_by = Text(null=True)

    @property
    def is_pending(self) -> bool:
        """Whether the partner is still to answer."""
        return self.status is RequestStatus.PENDING

    @property
    def payment_method(self) -> PaymentMethod | None:
        """Who pays the order, or paid it; nobody while the customer has not decided anew, or once the order is over unpaid."""
        if self.status in (RequestStatus.PENDING, RequestStatus.PAID):
            return PaymentMethod.PARTNER
        return PaymentMethod.CUSTOMER if self.order_status in PAID else None

    def refuses_unless_pending(self) -> Refusal | None:
        """It is answered once (10.4.3.1/r1, r4)."""
        if self.is_pending:
            return None
        return Refusal.because(
            "payment_not_requested", "10.4.3.1/r1", order_no=self.order_no, status=self.status, order_status=self.order_status
        )

    def ask(self, order: CustomerOrder, now: datetime) -> None:
        """The customer asks for this order now."""
        self.customer_name, self.account_name = order.customer_name, order.account_name
        self.product_type, self.order_type, self.marketplace = order.product_type, order.order_type, order.marketplace
        self.placed_at, self.order_amount, self.order_status = order.placed_at, order.order_amount, order.status
        self.association_type = order.association_type
        self.status, self.requested_at = RequestStatus.PENDING, now
        self.reject_reason = self.decided_at = self.decided_by = None

    def end(self, status: RequestStatus, now: datetime, by: str | None = None) -> None:
        """It is answered, or nobody needs an answer any more."""
        self.status, self.decided_at, self.decided_by = status, now, by


def payment_request_key(partner_id: str, order_no: str) -> Key[PartnerPaymentRequest]:
    """The address of the request for an order."""
    return PartnerPaymentRequest.key(partner_id=partner_id, order_no=order_no)


def requests_in(partner_id: str, status: RequestStatus) -> str:
    """The partition of the lookup index in which a partner's requests of a status lie by time."""
    return f"partner/{quote(partner_id, safe='')}/payment_request/{status.value}"


def refuses_request(order: CustomerOrder, partner_type: PartnerType, association_type: AssociationType) -> list[Refusal]:
    """Why a customer may not ask its partner to pay an order (13.6/r1-r4, r9; 0.6/r10; 12.1.2/r2)."""
    found: list[Refusal] = []
    if partner_type not in MAY_BE_ASKED:
        found.append(Refusal.because("partner_pays_no_orders", "13.6/r1", partner_type=partner_type))
    elif partner_type is PartnerType.RESELLER and association_type is not AssociationType.RESALE:
        found.append(Refusal.because("reseller_pays_for_resale_only", "13.6/r2", way_out="pay_yourself", association_type=association_type))
    if order.order_type is OrderType.UNSUBSCRIBE:
        found.append(Refusal.because("not_a_payment_scene", "13.6/r3", order_type=order.order_type))
    if order.auto_renewal:
        found.append(Refusal.because("auto_renewal_not_paid_by_partner", "13.6/r4", order_no=order.order_no))
    if order.stored_value_card:
        found.append(Refusal.because("stored_value_card_not_paid_by_partner", "13.6/r9", order_no=order.order_no))
    return found
