"""A right to issue coupons up to an amount, granted to a partner by the vendor or made of incentives (10.4.6.1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Account
from partner_center.platform.table import Choice, Exact, Instant, Key, MoneyAttribute, Place, Record, Text, Texts, Whole


class QuotaStatus(Labelled):
    """What a quota is at an instant."""

    NOT_EFFECTIVE = "not_effective", "待生效", "Not effective"
    VALID = "valid", "有效", "Valid"
    INVALID = "invalid", "已失效", "Invalid"


class QuotaSource(Labelled):
    """Where a quota comes from."""

    VENDOR = "vendor", "云厂商发放", "Granted by the vendor"
    INCENTIVE = "incentive", "激励转代金券额度", "Made of incentives"


class CouponQuota(Account, kind="coupon_quota"):
    """What may still be issued is the `balance` (剩余额度). CNY. Limits that are None do not limit; no product type means all.

    OPEN in the guide: the rest of an expired quota stays shown and cannot be issued any more.
    """

    PLACE = Place("partner/{partner_id}/coupon_quota", "{quota_id}")
    DUE = Place("coupon_quota_expiry", "{expiry_due_at}/{quota_id}")

    partner_id = Text()
    quota_id = Text()
    initial_amount = MoneyAttribute()
    source = Choice(QuotaSource)
    reference = Text()
    issued_at = Instant()
    effective_at = Instant()
    expires_at = Instant()
    expired_at = Instant(null=True)  # when the system found it expired
    allowed_product_types = Texts()
    min_face_value = MoneyAttribute(null=True)
    max_face_value = MoneyAttribute(null=True)
    max_vouchers_per_customer = Whole(null=True)
    max_amount_per_customer = MoneyAttribute(null=True)
    max_order_deduction_ratio = Exact(null=True)  # 0 < ratio <= 1

    @property
    def expiry_due_at(self) -> datetime | None:
        """When a schedule must look at it; None once it has."""
        return self.expires_at if self.expired_at is None else None

    def status_at(self, now: datetime) -> QuotaStatus:
        """Its status at an instant."""
        if self.expired_at is not None or now > self.expires_at:
            return QuotaStatus.INVALID
        return QuotaStatus.VALID if self.effective_at <= now else QuotaStatus.NOT_EFFECTIVE

    def refuses_issue(self, amount: Money, now: datetime) -> Refusal | None:
        """Only a valid quota issues, and no more than it has left."""
        if (status := self.status_at(now)) is not QuotaStatus.VALID:
            return Refusal.because("quota_not_valid", "10.4.6.1.2/r2", quota_id=self.quota_id, status=status, expires_at=self.expires_at)
        if amount > self.balance:
            return Refusal.because("quota_exhausted", "10.4.6.1.2/r1", needed=amount, remaining=self.balance)
        return None

    def refuses_face_value(self, face_value: Money) -> Refusal | None:
        """The face value lies in the quota's range."""
        too_low = self.min_face_value is not None and face_value < self.min_face_value
        too_high = self.max_face_value is not None and face_value > self.max_face_value
        if not (too_low or too_high):
            return None
        return Refusal.because(
            "face_value_out_of_range", "14.2.2.2/r5", face_value=face_value, lowest=self.min_face_value, highest=self.max_face_value
        )

    def refuses_min_order_amount(self, face_value: Money, min_order_amount: Money | None) -> Refusal | None:
        """With a deduction ratio: given, whole, at least face value / ratio. Without: at least the face value where it is given."""
        ratio = self.max_order_deduction_ratio
        if min_order_amount is None:
            return None if ratio is None else Refusal.because("min_order_amount_required", "14.2.2.2/r2", ratio=ratio)
        if ratio is None:
            if min_order_amount >= face_value:
                return None
            return Refusal.because("min_order_amount_too_small", min_order_amount=min_order_amount, at_least=face_value)
        if min_order_amount.amount % 1:
            return Refusal.because("min_order_amount_not_whole", "14.2.2.2/r4", min_order_amount=min_order_amount)
        if min_order_amount * ratio < face_value:
            return Refusal.because(
                "min_order_amount_too_small", "14.2.2.2/r3", min_order_amount=min_order_amount, face_value=face_value, ratio=ratio
            )
        return None

    def refuses_validity(self, effective_at: datetime, expires_at: datetime, now: datetime) -> Refusal | None:
        """A voucher's validity lies inside the quota's and is not over yet (12.3.6.2)."""
        if expires_at <= now or expires_at <= effective_at:
            return Refusal.because("validity_over", effective_at=effective_at, expires_at=expires_at)
        if effective_at < self.effective_at or expires_at > self.expires_at:
            return Refusal.because("validity_outside_quota", quota_effective_at=self.effective_at, quota_expires_at=self.expires_at)
        return None

    def refuses_products(self, product_types: Sequence[str]) -> Refusal | None:
        """Chosen products are among the quota's (10.4.6.1.2/r4)."""
        outside = sorted(set(product_types) - set(self.allowed_product_types)) if self.allowed_product_types else []
        return Refusal.because("products_outside_quota", "10.4.6.1.2/r4", outside=outside) if outside else None

    def refuses_customer(self, customer_id: str, issued: QuotaUse | None, face_value: Money) -> Refusal | None:
        """The quota's limits of vouchers and amount per customer."""
        count = issued.voucher_count if issued else 0
        amount = issued.amount if issued else Money.zero()
        if self.max_vouchers_per_customer is not None and count + 1 > self.max_vouchers_per_customer:
            return Refusal.because("customer_count_reached", customer_id=customer_id, issued=count, limit=self.max_vouchers_per_customer)
        if self.max_amount_per_customer is not None and amount + face_value > self.max_amount_per_customer:
            return Refusal.because("customer_amount_reached", customer_id=customer_id, issued=amount, limit=self.max_amount_per_customer)
        return None


class QuotaUse(Record, kind="coupon_quota_use"):
    """What one customer received from one quota. OPEN in the guide: recalls do not lessen it."""

    PLACE = Place("partner/{partner_id}/coupon_quota/{quota_id}/use", "{customer_id}")

    partner_id = Text()
    quota_id = Text()
    customer_id = Text()
    voucher_count = Whole(default=0)
    amount = MoneyAttribute(default=Money.zero)


def quota_key(partner_id: str, quota_id: str) -> Key[CouponQuota]:
    """The address of a quota."""
    return CouponQuota.key(partner_id=partner_id, quota_id=quota_id)


def quota_use_key(partner_id: str, quota_id: str, customer_id: str) -> Key[QuotaUse]:
    """The address of a customer's tally."""
    return QuotaUse.key(partner_id=partner_id, quota_id=quota_id, customer_id=customer_id)
