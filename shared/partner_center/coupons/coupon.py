"""A coupon: what a partner gave a customer to pay with (10.4.6.1.2, 13.5, 14.2, 16.2). Kinds differ by data (`kinds.py`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from partner_center.coupons.kinds import CouponKind, terms_of
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Account
from partner_center.platform.table import Choice, Exact, Flag, Instant, Key, MoneyAttribute, Place, Text, Texts

EXPIRY, WARNING = "coupon_expiry", "coupon_warning"  # partitions of the due index


class CouponStatus(Labelled):
    """What a coupon is at an instant."""

    NOT_EFFECTIVE = "not_effective", "未生效", "Not effective"
    USABLE = "usable", "可使用", "Usable"
    USED_UP = "used_up", "已用完", "Used up"
    EXPIRED = "expired", "已过期", "Expired"
    RECALLED = "recalled", "已回收", "Recalled"


class CouponEnd(Labelled):
    """How a coupon's rest went back to its quota."""

    RECALLED = "recalled", "已回收", "Recalled"
    EXPIRED = "expired", "已过期", "Expired"


class BillingScope(Labelled):
    """Which charges a coupon pays (13.5.2/r5)."""

    SUBSCRIPTION = "subscription", "包年/包月", "Subscription"
    ON_DEMAND = "on_demand", "按需", "On-demand"
    GENERAL = "general", "通用", "General"


class OrderType(Labelled):
    """Which orders a coupon pays (订购类型; 14.2.1.2, 16.2.2.2/r4)."""

    SUBSCRIBE = "subscribe", "新购", "New purchase"
    RENEW = "renew", "续费", "Renewal"
    CHANGE = "change", "变更", "Change"


class Coupon(Account, kind="coupon"):
    """One customer's coupon. `balance` is what may still be used; `partner_id` issued it. CNY. No product or order type means all.

    locked: what unpaid orders have reserved of it, in lock accounts of their own (`lock.py`); it is in the balance no more.
    usage_limit_ratio: the share of an order's total that coupons like it may pay (0 < ratio <= 1), on-demand charges without limit.
    discount_restricted: it pays nothing that enjoys an authorised commercial discount (13.5.2/r10).
    """

    PLACE = Place("partner/{partner_id}/{coupon_kind}", "{coupon_id}")
    OWNER = Place("customer/{customer_id}/{coupon_kind}", "{expires_at}/{coupon_id}")
    LOOKUP = Place("customer/{holder}/usable_coupon", "{expires_at}/{coupon_id}")
    DUE = Place("{due_for}", "{due_at}/{coupon_id}")

    partner_id = Text()
    coupon_kind = Choice(CouponKind)
    coupon_id = Text()
    quota_id = Text()
    source_partner_id = Text(null=True)  # who passed the quota on to the issuer
    contract_no = Text(null=True)
    customer_id = Text()
    customer_name = Text()
    account_name = Text(null=True)
    face_value = MoneyAttribute()
    locked = MoneyAttribute(default=lambda: Money.zero())
    billing_scope = Choice(BillingScope)
    min_order_amount = MoneyAttribute(null=True)
    usage_limit_ratio = Exact(null=True)
    order_types = Texts()
    product_types = Texts()
    discount_restricted = Flag(default=False)
    effective_at = Instant()
    expires_at = Instant()
    issued_at = Instant()
    remark = Text(null=True)  # for the issuer's eyes only (10.4.6.1.2/r5, 14.2.1.2/r7, 16.2.2.2/r8)
    warned_at = Instant(null=True)
    ended_as = Choice(CouponEnd, null=True)
    returned_amount = MoneyAttribute(null=True)  # what went back to the quota at the end

    @property
    def ref(self) -> str:
        """Its whole name in a short text: who issued it, its kind, its id. `key_of` reads it."""
        return f"{self.partner_id}/{self.coupon_kind}/{self.coupon_id}"

    @property
    def is_alive(self) -> bool:
        """Whether it still holds something, be it locked, that nobody took back."""
        return self.ended_as is None and self.is_filled

    @property
    def is_filled(self) -> bool:
        """Whether something is in it, or was taken out of it only for an order that is not paid yet."""
        return bool(self.balance) or bool(self.locked)

    @property
    def holder(self) -> str | None:
        """The customer who may use it, now or later; None once there is nothing to use."""
        return self.customer_id if self.is_alive else None

    @property
    def due_for(self) -> str | None:
        """Which schedule must look at it next; None while there is nothing to do."""
        if not self.is_alive:
            return None
        return EXPIRY if self.warned_at is not None else WARNING

    @property
    def due_at(self) -> datetime:
        """When the schedule must look at it: to tell its holder that it expires soon, then to take its rest back."""
        if self.warned_at is not None:
            return self.expires_at
        return self.expires_at - timedelta(days=terms_of(self.coupon_kind, self.issued_at).warned_days)

    def status_at(self, now: datetime) -> CouponStatus:
        """Its status at an instant. A coupon that was used up stays so when its time passes."""
        if self.ended_as is not None:
            return CouponStatus(self.ended_as.value)
        if not self.is_filled:
            return CouponStatus.USED_UP
        if now > self.expires_at:
            return CouponStatus.EXPIRED
        return CouponStatus.USABLE if self.effective_at <= now else CouponStatus.NOT_EFFECTIVE

    def takes_back(self, now: datetime) -> bool:
        """Whether a refund may make it fuller: it was neither recalled nor has it expired."""
        return self.ended_as is None and now <= self.expires_at

    def refuses_recall(self, now: datetime) -> Refusal | None:
        """Only a usable coupon is recalled (10.4.6.1.3/r2, 14.2.2.3/r2)."""
        status = self.status_at(now)
        if status is CouponStatus.USABLE:
            return None
        return Refusal.because("coupon_not_usable", "10.4.6.1.3/r2", coupon_id=self.coupon_id, status=status)

    def end(self, how: CouponEnd) -> Money:
        """Note how it ends; answers what is to go back to its quota."""
        self.ended_as = how
        self.returned_amount = self.balance
        return self.balance

    def check_return(self, amount: Money) -> None:
        """A coupon never holds more than its face value. Raises Broken."""
        if self.balance + self.locked + amount > self.face_value:
            raise Broken(f"{amount} do not go back into coupon {self.coupon_id}: {self.balance} of {self.face_value}")


def coupon_key(partner_id: str, kind: CouponKind, coupon_id: str) -> Key[Coupon]:
    """The address of a coupon by its issuer, kind and id."""
    return Coupon.key(partner_id=partner_id, coupon_kind=kind, coupon_id=coupon_id)


def key_of(ref: str) -> Key[Coupon]:
    """The address of a coupon by its whole name."""
    partner_id, kind, coupon_id = ref.split("/")
    return coupon_key(partner_id, CouponKind(kind), coupon_id)


def status_condition(status: CouponStatus, now: datetime) -> Any:
    """The storage's condition for coupons that have a status at an instant; `status_at` in the storage's words."""
    if status in (CouponStatus.RECALLED, CouponStatus.EXPIRED):
        ended = Coupon.ended_as == CouponEnd(status.value)
        if status is CouponStatus.RECALLED:
            return ended
        return ended | (Coupon.ended_as.does_not_exist() & (Coupon.expires_at < now) & _is_filled())
    open_ = Coupon.ended_as.does_not_exist()
    if status is CouponStatus.USED_UP:
        return open_ & (Coupon.balance == Money.zero()) & (Coupon.locked == Money.zero())
    filled = open_ & _is_filled() & (Coupon.expires_at >= now)
    return filled & (Coupon.effective_at <= now if status is CouponStatus.USABLE else Coupon.effective_at > now)


def _is_filled() -> Any:
    return (Coupon.balance > Money.zero()) | (Coupon.locked > Money.zero())
