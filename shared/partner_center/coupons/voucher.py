"""A voucher: what a partner gave a customer to buy the vendor's products with (10.4.6.1.2, 13.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.kernel import clock
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Account
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Text, Texts


class VoucherStatus(Labelled):
    """What a voucher is at an instant."""

    NOT_EFFECTIVE = "not_effective", "未生效", "Not effective"
    USABLE = "usable", "可使用", "Usable"
    USED_UP = "used_up", "已用完", "Used up"
    EXPIRED = "expired", "已过期", "Expired"
    RECALLED = "recalled", "已回收", "Recalled"


class VoucherEnd(Labelled):
    """How a voucher's rest went back to its quota."""

    RECALLED = "recalled", "已回收", "Recalled"
    EXPIRED = "expired", "已过期", "Expired"


class BillingScope(Labelled):
    """Which charges a voucher pays (13.5.2/r5)."""

    SUBSCRIPTION = "subscription", "包年/包月", "Subscription"
    ON_DEMAND = "on_demand", "按需", "On-demand"
    GENERAL = "general", "通用", "General"


class Voucher(Account, kind="voucher"):
    """One customer's voucher. `balance` is what may still be used; `partner_id` issued it. CNY. No product type means all."""

    PLACE = Place("partner/{partner_id}/voucher", "{voucher_id}")
    OWNER = Place("customer/{customer_id}/voucher", "{expires_at}/{voucher_id}")
    DUE = Place("voucher_expiry", "{expiry_due_at}/{voucher_id}")

    partner_id = Text()
    voucher_id = Text()
    quota_id = Text()
    customer_id = Text()
    customer_name = Text()
    account_name = Text(null=True)
    face_value = MoneyAttribute()
    billing_scope = Choice(BillingScope)
    min_order_amount = MoneyAttribute(null=True)
    product_types = Texts()
    effective_at = Instant()
    expires_at = Instant()
    issued_at = Instant()
    remark = Text(null=True)  # for the issuer's eyes only (10.4.6.1.2/r5)
    ended_as = Choice(VoucherEnd, null=True)
    returned_amount = MoneyAttribute(null=True)  # what went back to the quota at the end

    @property
    def expiry_due_at(self) -> datetime | None:
        """When a schedule must take its rest back; None while there is none."""
        return self.expires_at if self.ended_as is None and self.balance else None

    def status_at(self, now: datetime) -> VoucherStatus:
        """Its status at an instant. A voucher that was used up stays so when its time passes."""
        if self.ended_as is not None:
            return VoucherStatus(self.ended_as.value)
        if not self.balance:
            return VoucherStatus.USED_UP
        if now > self.expires_at:
            return VoucherStatus.EXPIRED
        return VoucherStatus.USABLE if self.effective_at <= now else VoucherStatus.NOT_EFFECTIVE

    def takes_back(self, now: datetime) -> bool:
        """Whether a refund may make it fuller: it was neither recalled nor has it expired."""
        return self.ended_as is None and now <= self.expires_at

    def pays(self, product_type: str, billing_mode: str) -> bool:
        """Whether it pays a charge of its own accord: on-demand charges only, for its products (13.5.2/r5, r6).

        A subscription order is paid with the voucher that the customer chooses (13.5.2/r2).
        """
        in_scope = billing_mode == BillingScope.ON_DEMAND and self.billing_scope is not BillingScope.SUBSCRIPTION
        return in_scope and (not self.product_types or product_type in self.product_types)

    @property
    def drawing_order(self) -> tuple[bool, bool, str, str]:
        """On-demand ones before general ones (0.6/r2), those for named products before the others, the earliest expiry first."""
        return (self.billing_scope is BillingScope.GENERAL, not self.product_types, clock.iso(self.expires_at), self.voucher_id)

    def refuses_recall(self, now: datetime) -> Refusal | None:
        """Only a usable voucher is recalled (10.4.6.1.3/r2)."""
        status = self.status_at(now)
        if status is VoucherStatus.USABLE:
            return None
        return Refusal.because("voucher_not_usable", "10.4.6.1.3/r2", voucher_id=self.voucher_id, status=status)

    def end(self, how: VoucherEnd) -> Money:
        """Note how it ends; answers what is to go back to its quota."""
        self.ended_as = how
        self.returned_amount = self.balance
        return self.balance

    def check_return(self, amount: Money) -> None:
        """A voucher never holds more than its face value. Raises Broken."""
        if self.balance + amount > self.face_value:
            raise Broken(f"{amount} do not go back into voucher {self.voucher_id}: {self.balance} of {self.face_value}")


def voucher_key(partner_id: str, voucher_id: str) -> Key[Voucher]:
    """The address of a voucher by its issuer and id."""
    return Voucher.key(partner_id=partner_id, voucher_id=voucher_id)


def status_condition(status: VoucherStatus, now: datetime) -> Any:
    """The storage's condition for vouchers that have a status at an instant; `status_at` in the storage's words."""
    if status in (VoucherStatus.RECALLED, VoucherStatus.EXPIRED):
        ended = Voucher.ended_as == VoucherEnd(status.value)
        if status is VoucherStatus.RECALLED:
            return ended
        return ended | (Voucher.ended_as.does_not_exist() & (Voucher.expires_at < now) & (Voucher.balance > Money.zero()))
    open_ = Voucher.ended_as.does_not_exist()
    if status is VoucherStatus.USED_UP:
        return open_ & (Voucher.balance == Money.zero())
    filled = open_ & (Voucher.balance > Money.zero()) & (Voucher.expires_at >= now)
    return filled & (Voucher.effective_at <= now if status is VoucherStatus.USABLE else Voucher.effective_at > now)
