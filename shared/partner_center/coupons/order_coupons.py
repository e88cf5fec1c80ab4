"""Which coupons an order has, and what became of them: by it every step of the order's payment happens once (13.5.2, 14.3.3, 14.3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from partner_center.coupons.coupon import BillingScope, Coupon, OrderType, key_of
from partner_center.coupons.kinds import CouponKind, terms_of
from partner_center.coupons.lock import CouponLock
from partner_center.coupons.redemption import Charge
from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.table import Choice, Data, Flag, Instant, Key, MoneyAttribute, Place, Record, Text, Texts, Whole


@dataclass(frozen=True)
class CouponOrder:
    """What coupons must know of an order to pay for it. CNY.

    total: of the whole order; to_pay: what is still to be paid of it (cents). product_types: all that are in it.
    """

    customer_id: str
    order_no: str
    order_type: OrderType
    billing_mode: BillingScope
    product_types: tuple[str, ...]
    total: Money
    to_pay: Money
    ordered_at: datetime
    marketplace: bool = False
    authorised_discount: bool = False

    def charge(self) -> Charge:
        """The order as something to be paid."""
        return Charge(
            amount=self.to_pay,
            billing_mode=self.billing_mode,
            product_types=self.product_types,
            order_type=self.order_type,
            order_total=self.total,
            marketplace=self.marketplace,
            authorised_discount=self.authorised_discount,
        )


@dataclass(frozen=True)
class OrderPart:
    """How much one coupon (its whole name) pays of an order."""

    ref: str
    amount: Money


@dataclass(frozen=True)
class ReturnedPart:
    """What came back of a coupon's part when the order was unsubscribed; nothing, and why, where it stays used."""

    ref: str
    amount: Money
    refusal: Refusal | None = None


class OrderCouponState(Labelled):
    """How far the payment of an order with coupons is."""

    LOCKED = "locked", "已锁定", "Locked"
    PAID = "paid", "已支付", "Paid"
    RELEASED = "released", "已解锁", "Released"
    UNSUBSCRIBED = "unsubscribed", "已退订", "Unsubscribed"


class OrderCoupons(Record, kind="order_coupons"):
    """The coupons of one order. `chosen` are those that the customer chose, `parts` what each of them pays (whole name, decimal text).

    How long it may wait for its payment is the order's own business (14.3.4/r3).
    number counts the choices. order_total, to_pay: of the order when it chose. ordered_at: from when the days of return count.
    """

    PLACE = Place("customer/{customer_id}/order_coupons", "{order_no}")

    customer_id = Text()
    order_no = Text()
    state = Choice(OrderCouponState)
    chosen = Texts()
    parts = Data(default=list)
    number = Whole(default=0)
    order_total = MoneyAttribute()
    to_pay = MoneyAttribute()
    ordered_at = Instant()
    locked_at = Instant()
    paid_at = Instant(null=True)
    released_at = Instant(null=True)
    unsubscribed_at = Instant(null=True)
    may_be_unsubscribed = Flag(default=False)

    def each(self) -> list[OrderPart]:
        """The parts, in the order in which they pay."""
        return [OrderPart(ref, Money.of(amount)) for ref, amount in self.parts or []]

    def choose(self, order: CouponOrder, refs: Sequence[str], parts: Sequence[tuple[Coupon, Money]], now: datetime) -> None:
        """Take down a choice."""
        self.state, self.locked_at = OrderCouponState.LOCKED, now
        self.chosen, self.number = sorted(refs), int(self.number) + 1
        self.order_total, self.to_pay = order.total, order.to_pay
        self.parts = [[coupon.ref, amount.plain] for coupon, amount in parts]

    def holds(self, order: CouponOrder, refs: Sequence[str]) -> bool:
        """Whether exactly this is locked already."""
        return (list(self.chosen), self.order_total, self.to_pay) == (sorted(refs), order.total, order.to_pay)

    def lock_key(self, ref: str) -> Key[CouponLock]:
        """The lock of the present choice on a coupon."""
        partner_id, kind, coupon_id = ref.split("/")
        return CouponLock.key(
            partner_id=partner_id,
            coupon_kind=kind,
            coupon_id=coupon_id,
            locked_at=self.locked_at,
            order_no=self.order_no,
            number=self.number,
        )

    def refuses_unless_open(self) -> Refusal | None:
        """Coupons are chosen and let go while the order waits for its payment only (13.5.2, 14.3.4/r3)."""
        if self.state is OrderCouponState.LOCKED:
            return None
        return Refusal.because("order_coupons_settled", "14.3.4/r3", order_no=self.order_no, state=self.state)

    def refuses_payment(self) -> Refusal | None:
        """What was let go pays no more."""
        if self.state is not OrderCouponState.RELEASED:
            return None
        return Refusal.because("order_coupons_settled", "14.3.4/r3", order_no=self.order_no, state=self.state)

    def refuses_unless_paid(self) -> Refusal | None:
        """Only what was paid is given back."""
        if self.state in (OrderCouponState.PAID, OrderCouponState.UNSUBSCRIBED):
            return None
        return Refusal.because("order_coupons_not_paid", "14.3.4/r2", order_no=self.order_no, state=self.state)

    def returns(self) -> list[ReturnedPart]:
        """What comes back of each part now that the order was unsubscribed."""
        assert self.unsubscribed_at is not None
        found = []
        for part in self.each():
            kind = kind_of(part.ref)
            refusal = refuses_return(kind, self.ordered_at, self.unsubscribed_at, may_be_unsubscribed=self.may_be_unsubscribed)
            found.append(ReturnedPart(part.ref, Money.zero() if refusal else part.amount, refusal))
        return found


def refuses_return(kind: CouponKind, ordered_at: datetime, unsubscribed_at: datetime, *, may_be_unsubscribed: bool) -> Refusal | None:
    """A coupon comes back where the order may be unsubscribed and was within so many days, the last included (14.3.4/r2; glossary 4.19).

    OPEN: the days are Beijing days after the day of the order.
    """
    if not may_be_unsubscribed:
        return Refusal.because("order_not_unsubscribable", "14.3.4/r2")
    last = clock.business_date(ordered_at) + timedelta(days=terms_of(kind, ordered_at).refund_days)
    if clock.business_date(unsubscribed_at) <= last:
        return None
    return Refusal.because("return_period_over", "14.3.4/r2", deadline=clock.end_of(last), ordered_at=ordered_at, last_day=last.isoformat())


def kind_of(ref: str) -> CouponKind:
    """The kind of a coupon by its whole name."""
    return CouponKind(ref.split("/")[1])


def keys_of(parts: Sequence[OrderPart]) -> list[Key[Coupon]]:
    """The addresses of the parts' coupons."""
    return [key_of(part.ref) for part in parts]


def order_coupons_key(customer_id: str, order_no: str) -> Key[OrderCoupons]:
    """The address of an order's coupons."""
    return OrderCoupons.key(customer_id=customer_id, order_no=order_no)
