"""A customer's order: what is bought, what is to be paid for it, who has been asked to pay, and what became of it (10.4.3, 13.6).

An order belongs to the partner with whom its customer was associated when it was placed, for good (0.6/r5): `partner_id`, with the
partner's type and its distributor of that time. `customer_id` lets a partner's account managers see their own customers' orders alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from partner_center.coupons import BillingScope, CouponOrder, OrderType as CouponOrderType
from partner_center.customers import AssociationType
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money, total
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.model import Model
from partner_center.platform.table import Choice, Data, Flag, Instant, Key, MoneyAttribute, Place, Record, Text, Texts


class OrderStatus(Labelled):
    """How far an order is (glossary part 2)."""

    PENDING_PAYMENT = "pending_payment", "待支付", "Pending payment"
    PROCESSING = "processing", "处理中", "Processing"
    COMPLETED = "completed", "已完成", "Completed"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class OrderType(Labelled):
    """What an order does. OPEN in 10.4.3.2: 转商用 is read from a sample of 10.4.3.3; the list may grow."""

    SUBSCRIBE = "subscribe", "订购", "Subscription"
    RENEW = "renew", "续订", "Renewal"
    CHANGE = "change", "变更", "Change"
    CONVERT = "convert", "按需转包年/包月", "On-demand to subscription"
    TRIAL_TO_COMMERCIAL = "trial_to_commercial", "转商用", "Trial to commercial use"
    UNSUBSCRIBE = "unsubscribe", "退订", "Unsubscription"


class Marketplace(Labelled):
    """Whether products of the marketplace are bought, and which (10.4.3.1/r12)."""

    NONE = "none", "华为云产品", "The vendor's own products"
    GENERAL = "general", "云商店通用商品", "General product of the marketplace"
    NON_GENERAL = "non_general", "云商店非通用商品", "Non-general product of the marketplace"


class PaymentMethod(Labelled):
    """Who pays (支付方式 in the lists; `--` while nobody has been chosen)."""

    PARTNER = "partner", "伙伴支付", "Paid by the partner"
    CUSTOMER = "customer", "客户支付", "Paid by the customer"


class Means(Labelled):
    """Out of what a part of an order was paid (支付详情)."""

    COUPON = "coupon", "优惠券", "Coupon"
    PARTNER_TOP_UP = "partner_top_up", "伙伴充值账户", "The partner's top-up account"
    PARTNER_CREDIT = "partner_credit", "伙伴信用账户", "The partner's credit account"
    PARTNER_ONLINE = "partner_online", "伙伴在线支付", "Paid online by the partner"
    ALLOCATED = "allocated", "伙伴拨款", "What the partner allocated to the customer"
    VENDOR = "vendor", "向华为云支付", "Paid to the vendor"


class InvoiceOwner(Labelled):
    """In whose invoiceable amount an order counts by default (10.4.3.1/r5, 13.6/r7, 13.9/r1)."""

    CUSTOMER = "customer", "客户", "The customer"
    PARTNER = "partner", "合作伙伴", "The partner"
    DISTRIBUTOR = "distributor", "总经销商", "The reseller's distributor"


class CancelReason(Labelled):
    """Why an order was cancelled."""

    CUSTOMER = "customer", "客户取消", "By the customer"
    UNPAID = "unpaid", "超时未支付", "Not paid in time"
    ORDER_SYSTEM = "order_system", "订单系统取消", "By the order system"


UNPAID = frozenset({OrderStatus.PENDING_PAYMENT})
PAID = frozenset({OrderStatus.PROCESSING, OrderStatus.COMPLETED})

_FOR_COUPONS = {OrderType.RENEW: CouponOrderType.RENEW, OrderType.CHANGE: CouponOrderType.CHANGE}


class Part(Model):
    """A part of an order's payment: out of what, which account or coupon of it, how much (CNY), and how much of that went back."""

    means: Means
    account: str = ""
    amount: Money
    returned: Money = Money.zero()

    @property
    def shown_account(self) -> str | None:
        """The account as others may see it: a coupon's own number, for its whole name says which partner issued it."""
        return self.account.rpartition("/")[2] or None


class PriceAdjustment(Model):
    """A changed price of an unpaid order (调价记录). CNY."""

    adjusted_at: str
    before: Money
    after: Money
    reason: str = ""
    adjusted_by: str = ""

    @classmethod
    def told(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """How an order keeps what the order system told of one."""
        return cls.model_validate(facts).model_dump(mode="json")


class CustomerOrder(Record, kind="customer_order"):
    """One subscription order. Amounts in CNY.

    official_amount: before discounts and price adjustments; order_amount: what is to be paid; paid_amount: what was, in money, without
    coupons; refunded_amount: what of it went back. as_of, status_as_of: the order system's instant of what it told last of the whole order,
    and of its status alone where that was later. quota_short, capacity_short, specification_changed: what its check found against carrying
    the order out (10.4.3.1/r6-r8); starts_at: when the service is to start (r9). auto_renewal: it was
    made by an automatic renewal (13.6/r4), not that it will be renewed. vat_invoiced_at: since when a VAT invoice stands for it (13.6/r8).
    payments, price_adjustments: `Part`s, `PriceAdjustment`s.
    """

    PLACE = Place("order/{order_no}", "order")
    OWNER = Place("partner/{partner_id}/customer_order", "{placed_at}/{order_no}")
    LOOKUP = Place("customer/{customer_id}/customer_order", "{placed_at}/{order_no}")
    DUE = Place("unpaid_order", "{closes_at}/{order_no}")

    order_no = Text()
    customer_id = Text()
    customer_name = Text()
    account_name = Text()
    partner_id = Text(null=True)
    partner_type = Choice(PartnerType, null=True)
    distributor_id = Text(null=True)
    association_type = Choice(AssociationType, null=True)
    product_type = Text()
    product_name = Text(null=True)
    configuration = Data(default=dict)
    disclaimer = Text(null=True)  # the one that the customer ticked, with its version
    order_type = Choice(OrderType)
    status = Choice(OrderStatus)
    marketplace = Choice(Marketplace, default=Marketplace.NONE)
    auto_renewal = Flag(default=False)
    stored_value_card = Flag(default=False)
    authorised_discount = Flag(default=False)
    may_be_unsubscribed = Flag(default=True)
    placed_at = Instant()
    pay_before = Instant()
    starts_at = Instant(null=True)
    as_of = Instant()
    status_as_of = Instant(null=True)
    quota_short = Flag(default=False)
    capacity_short = Flag(default=False)
    specification_changed = Flag(default=False)
    official_amount = MoneyAttribute()
    order_amount = MoneyAttribute()
    discounts = Data(default=list)  # [["contract", "1.00"], …]
    price_adjustments = Data(default=list)
    payment_method = Choice(PaymentMethod, null=True)
    partner_pay_requested = Flag(default=False)
    reject_reason = Text(null=True)
    online_payment_no = Text(null=True)
    paid_at = Instant(null=True)
    paid_amount = MoneyAttribute(default=lambda: Money.zero())
    payments = Data(default=list)
    line_ids = Texts()  # of its resource lines
    invoice_owner = Choice(InvoiceOwner, null=True)
    vat_invoiced_at = Instant(null=True)
    refunded_amount = MoneyAttribute(default=lambda: Money.zero())
    unsubscribed_at = Instant(null=True)
    refunds_order_no = Text(null=True)  # of an unsubscription: the order that it takes back
    cancelled_at = Instant(null=True)
    cancelled_because = Choice(CancelReason, null=True)

    chosen_coupons: list[str] | None = None  # not kept here: what its customer is shown while it is unpaid
    left_to_pay: Money | None = None

    @property
    def closes_at(self) -> datetime | None:
        """When the order is closed unless it is paid; None once it is settled."""
        return self.pay_before if self.status in UNPAID else None

    @property
    def is_paid(self) -> bool:
        """Whether it was paid, whatever became of it since."""
        return self.status in PAID

    def parts(self) -> list[Part]:
        """How it was paid."""
        return [Part.model_validate(part) for part in self.payments or []]

    def note_parts(self, parts: Sequence[Part]) -> None:
        """Take down how it was paid, or what of that went back."""
        self.payments = [part.model_dump(mode="json") for part in parts]

    def adjustments(self) -> list[PriceAdjustment]:
        """Its changed prices, the first one first."""
        return [PriceAdjustment.model_validate(one) for one in self.price_adjustments or []]

    def for_coupons(self) -> CouponOrder:
        """What coupons must know of it."""
        return CouponOrder(
            customer_id=self.customer_id,
            order_no=self.order_no,
            order_type=_FOR_COUPONS.get(self.order_type, CouponOrderType.SUBSCRIBE),
            billing_mode=BillingScope.SUBSCRIPTION,
            product_types=(self.product_type,),
            total=self.order_amount,
            to_pay=self.order_amount,
            ordered_at=self.placed_at,
            marketplace=self.marketplace is not Marketplace.NONE,
            authorised_discount=self.authorised_discount,
        )

    # --- rules -------------------------------------------------------------------------------------------------------------------

    def refuses_unless_unpaid(self) -> Refusal | None:
        """It is paid, cancelled or asked about only while it waits for its payment (10.4.3.1/r4)."""
        if self.status in UNPAID:
            return None
        return Refusal.because("order_not_waiting", "10.4.3.1/r4", order_no=self.order_no, status=self.status)

    def refuses_late(self, now: datetime) -> Refusal | None:
        """After its time it is not paid any more, whether or not it was closed already (14.3.4/r3)."""
        if now < self.pay_before:
            return None
        return Refusal.because("order_closed_unpaid", "14.3.4/r3", way_out="order_again", deadline=self.pay_before, order_no=self.order_no)

    def refuses_by_check(self, now: datetime) -> list[Refusal]:
        """What the order system's check says against paying it now, each with its way out (10.4.3.1/r6-r9)."""
        name = self.order_no
        found = []
        if self.quota_short:
            found.append(Refusal.because("service_quota_short", "10.4.3.1/r6", way_out="customer_raises_quota_by_ticket", order_no=name))
        if self.capacity_short:
            found.append(Refusal.because("service_capacity_short", "10.4.3.1/r7", way_out="customer_orders_again", order_no=name))
        if self.specification_changed:
            found.append(Refusal.because("specification_changed", "10.4.3.1/r8", way_out="customer_orders_again", order_no=name))
        if self.starts_at is not None and now > self.starts_at:
            found.append(
                Refusal.because("start_time_passed", "10.4.3.1/r9", way_out="customer_orders_again", deadline=self.starts_at, order_no=name)
            )
        return found

    def refuses_unsubscription(self) -> Refusal | None:
        """What the partner paid for a consultative customer is not taken back once a VAT invoice stands for it (13.6/r8)."""
        by_partner = self.payment_method is PaymentMethod.PARTNER
        if self.vat_invoiced_at is None or not by_partner or self.association_type is not AssociationType.CONSULTATIVE:
            return None
        return Refusal.because("order_invoiced", "13.6/r8", order_no=self.order_no, vat_invoiced_at=self.vat_invoiced_at)

    def paid_out_of(self, *means: Means) -> Money:
        """How much of what these means paid has not gone back."""
        return total(part.amount - part.returned for part in self.parts() if part.means in means)


def order_key(order_no: str) -> Key[CustomerOrder]:
    """The address of an order."""
    return CustomerOrder.key(order_no=order_no)


def orders_of_customer(customer_id: str) -> str:
    """The partition of the lookup index in which a customer's orders lie by time, whatever partner it had."""
    return f"customer/{quote(customer_id, safe='')}/customer_order"


class OrderCount(Record, kind="order_count"):
    """How many orders a partner's customer has: of all times, unpaid, and waiting for the partner's payment.

    Changed in the orders' own transactions, so that an unlink that found nobody waiting is decided anew where somebody asked meanwhile
    (13.6/r6).
    """

    PLACE = Place("partner/{partner_id}/order_count", "{customer_id}")

    partner_id = Text()
    customer_id = Text()
    numbers = Data(default=dict)  # {"all": 3, "unpaid": 1, "waiting": 1}

    def number(self, name: str) -> int:
        """One of the numbers."""
        return int((self.numbers or {}).get(name, 0))

    def add(self, **changes: int) -> None:
        """Change the numbers."""
        known: dict[str, Any] = dict(self.numbers or {})
        for name, by in changes.items():
            known[name] = int(known.get(name, 0)) + by
        self.numbers = known


def order_count_key(partner_id: str, customer_id: str) -> Key[OrderCount]:
    """The address of a customer's numbers."""
    return OrderCount.key(partner_id=partner_id, customer_id=customer_id)
