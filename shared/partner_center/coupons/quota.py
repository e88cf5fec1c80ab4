"""A right to issue coupons of one kind up to an amount (10.4.6.1.1, 11.1.6, 14.2.1.1, 16.2.2.1), and the tree that such rights form.

The vendor grants a quota to a partner; a distributor passes parts of its own on to resellers as quotas of theirs; each node issues coupons
to customers. Nothing appears or disappears on the way: at every node, always,

    initial = balance + (issued - recalled - expired) + (passed_on - taken_back) + surrendered

and what the coupons of a node hold, have locked for orders and have paid is its issued - recalled - expired.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from partner_center.coupons.coupon import OrderType
from partner_center.coupons.kinds import CouponKind, Given, KindTerms, terms_of
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.ledger import SharedAccount
from partner_center.platform.table import Choice, Exact, Flag, Instant, Key, MoneyAttribute, Place, Record, Text, Texts, Whole

EXPIRY, WARNING = "coupon_quota_expiry", "coupon_quota_warning"  # partitions of the due index


class QuotaStatus(Labelled):
    """What a quota is at an instant (11.1.6: 调整中 is the vendor's to set and to end)."""

    NOT_EFFECTIVE = "not_effective", "待生效", "Not effective"
    VALID = "valid", "有效", "Valid"
    ADJUSTING = "adjusting", "调整中", "Adjusting"
    INVALID = "invalid", "已失效", "Invalid"


class QuotaEnd(Labelled):
    """Why a quota is invalid (glossary part 2)."""

    EXPIRED = "expired", "已过期", "Expired"
    RECALLED = "recalled", "已回收", "Recalled"


class QuotaSource(Labelled):
    """Where a quota comes from."""

    VENDOR = "vendor", "云厂商发放", "Granted by the vendor"
    INCENTIVE = "incentive", "激励转代金券额度", "Made of incentives"
    DISTRIBUTOR = "distributor", "总经销商发放", "Passed on by the distributor"


def _nothing() -> Money:
    return Money.zero()


class CouponQuota(SharedAccount, kind="coupon_quota"):
    """What may still be issued is the `balance` (剩余额度). CNY. Limits that are None do not limit; no product or order type means all.

    issued: in coupons, ever; recalled, expired: what came back of them; passed_on, taken_back: to and from quotas below; surrendered: to
    the quota above. paid, given_back: what its coupons paid and got back; follows a moment later. source_partner_id, source_quota_id: the
    quota above; reseller_name, reseller_account: of its holder, for the pages of whoever passed it on.
    invoice_to_user: only the coupon's user may be invoiced (限制开票对象为用券人). designated_customer_id: the one customer it is for.

    OPEN in the guide: the rest of an expired quota stays shown and cannot be issued any more.
    """

    PLACE = Place("partner/{partner_id}/{coupon_kind}_quota", "{quota_id}")
    OWNER = Place("partner/{source_partner_id}/passed_{coupon_kind}_quota", "{quota_id}")
    DUE = Place("{due_for}", "{due_at}/{quota_id}")

    partner_id = Text()
    coupon_kind = Choice(CouponKind)
    quota_id = Text()
    initial_amount = MoneyAttribute()
    issued = MoneyAttribute(default=_nothing)
    recalled = MoneyAttribute(default=_nothing)
    expired = MoneyAttribute(default=_nothing)
    passed_on = MoneyAttribute(default=_nothing)
    taken_back = MoneyAttribute(default=_nothing)
    surrendered = MoneyAttribute(default=_nothing)
    paid = MoneyAttribute(default=_nothing)
    given_back = MoneyAttribute(default=_nothing)
    source = Choice(QuotaSource)
    source_partner_id = Text(null=True)
    source_quota_id = Text(null=True)
    reseller_name = Text(null=True)
    reseller_account = Text(null=True)
    reference = Text()
    contract_no = Text(null=True)
    issued_at = Instant()
    effective_at = Instant()
    expires_at = Instant()
    warned_at = Instant(null=True)
    adjusting = Flag(default=False)
    ended_as = Choice(QuotaEnd, null=True)
    ended_at = Instant(null=True)  # when it was recalled, or the system found it expired
    allowed_product_types = Texts()
    allowed_order_types = Texts()
    min_face_value = MoneyAttribute(null=True)
    max_face_value = MoneyAttribute(null=True)
    max_vouchers_per_customer = Whole(null=True)
    max_amount_per_customer = MoneyAttribute(null=True)
    max_order_deduction_ratio = Exact(null=True)  # 0 < ratio <= 1
    invoice_to_user = Flag(default=False)
    designated_customer_id = Text(null=True)

    @property
    def due_for(self) -> str | None:
        """Which schedule must look at it next; None once it is over."""
        if self.ended_as is not None:
            return None
        return EXPIRY if self.warned_at is not None else WARNING

    @property
    def due_at(self) -> datetime:
        """When the schedule must look at it: to tell its holder that it expires soon, then to note that it is over."""
        if self.warned_at is not None:
            return self.expires_at
        return self.expires_at - timedelta(days=terms_of(self.coupon_kind, self.issued_at).warned_days)

    @property
    def used(self) -> Money:
        """What its coupons paid and did not get back, as far as that has been told."""
        return self.paid - self.given_back

    @property
    def is_conserved(self) -> bool:
        """Whether its sums explain each other."""
        out = (self.issued - self.recalled - self.expired) + (self.passed_on - self.taken_back) + self.surrendered
        return self.initial_amount == self.balance + out

    def status_at(self, now: datetime) -> QuotaStatus:
        """Its status at an instant."""
        if self.ended_as is not None or now > self.expires_at:
            return QuotaStatus.INVALID
        if self.adjusting:
            return QuotaStatus.ADJUSTING
        return QuotaStatus.VALID if self.effective_at <= now else QuotaStatus.NOT_EFFECTIVE

    def refuses_issue(self, amount: Money, now: datetime) -> Refusal | None:
        """Only a valid quota issues, and no more than it has left."""
        if refusal := self.refuses_unless_valid(now):
            return refusal
        if amount > self.balance:
            return Refusal.because("quota_exhausted", "10.4.6.1.2/r1", needed=amount, remaining=self.balance)
        return None

    def refuses_unless_valid(self, now: datetime, rule: str = "10.4.6.1.2/r2") -> Refusal | None:
        """Issuing, passing on and recalling ask for 有效 (10.4.6.1.2/r2, 11.1.6/r4, r13, 14.2.1.1/r1)."""
        if (status := self.status_at(now)) is QuotaStatus.VALID:
            return None
        return Refusal.because("quota_not_valid", rule, quota_id=self.quota_id, status=status, expires_at=self.expires_at)

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

    def refuses_ratio(self, ratio: Decimal | None, terms: KindTerms) -> Refusal | None:
        """The share of an order is given where the kind asks for it, and not above the quota's."""
        if terms.usage_limit_ratio is Given.REQUIRED and ratio is None:
            return Refusal.because("usage_limit_ratio_required", "14.2.1.2/r4")
        if ratio is not None and self.max_order_deduction_ratio is not None and ratio > self.max_order_deduction_ratio:
            return Refusal.because("usage_limit_ratio_too_high", "14.2.1.2/r4", ratio=ratio, highest=self.max_order_deduction_ratio)
        return None

    def refuses_validity(self, effective_at: datetime, expires_at: datetime, now: datetime) -> Refusal | None:
        """A coupon's validity lies inside the quota's and is not over yet (12.3.6.2, 14.2.1.2/r3, 16.2.2.2/r2)."""
        if expires_at <= now or expires_at <= effective_at:
            return Refusal.because("validity_over", effective_at=effective_at, expires_at=expires_at)
        if effective_at < self.effective_at or expires_at > self.expires_at:
            return Refusal.because(
                "validity_outside_quota", "14.2.1.2/r3", quota_effective_at=self.effective_at, quota_expires_at=self.expires_at
            )
        return None

    def refuses_products(self, product_types: Sequence[str]) -> Refusal | None:
        """Chosen products are among the quota's (10.4.6.1.2/r4, 16.2.2.2/r5)."""
        outside = sorted(set(product_types) - set(self.allowed_product_types)) if self.allowed_product_types else []
        return Refusal.because("products_outside_quota", "10.4.6.1.2/r4", outside=outside) if outside else None

    def refuses_order_types(self, order_types: Sequence[OrderType], terms: KindTerms) -> Refusal | None:
        """Order types are given where the kind asks for them, and among the quota's (16.2.2.2/r4)."""
        if terms.order_types is Given.REQUIRED and not order_types:
            return Refusal.because("order_types_required", "16.2.2.2/r4")
        outside = sorted(set(order_types) - set(self.allowed_order_types)) if self.allowed_order_types else []
        return Refusal.because("order_types_outside_quota", "16.2.2.2/r4", outside=outside) if outside else None

    def refuses_customer(
        self, customer_id: str, issued: QuotaUse | None, face_value: Money, *, chosen_as: str | None = None
    ) -> Refusal | None:
        """The quota's limits of coupons and amount per customer, and the one customer it may be for (14.2.1.3/r4).

        chosen_as: the customer in whose place this one receives the coupon.
        """
        if self.designated_customer_id not in (None, customer_id, chosen_as):
            return Refusal.because("customer_not_designated", "14.2.1.3/r4", customer_id=customer_id)
        count = issued.voucher_count if issued else 0
        amount = issued.amount if issued else Money.zero()
        if self.max_vouchers_per_customer is not None and count + 1 > self.max_vouchers_per_customer:
            return Refusal.because("customer_count_reached", customer_id=customer_id, issued=count, limit=self.max_vouchers_per_customer)
        if self.max_amount_per_customer is not None and amount + face_value > self.max_amount_per_customer:
            return Refusal.because("customer_amount_reached", customer_id=customer_id, issued=amount, limit=self.max_amount_per_customer)
        return None

    def limits(self) -> dict[str, Any]:
        """What a quota below takes over: window, restrictions of products, orders, customers and amounts (11.1.6 OPEN)."""
        return {name: getattr(self, name) for name in _INHERITED}


_INHERITED = (
    "effective_at",
    "expires_at",
    "contract_no",
    "allowed_product_types",
    "allowed_order_types",
    "min_face_value",
    "max_face_value",
    "max_vouchers_per_customer",
    "max_amount_per_customer",
    "max_order_deduction_ratio",
    "invoice_to_user",
    "designated_customer_id",
)


class QuotaUse(Record, kind="coupon_quota_use"):
    """What one customer received from one quota. OPEN in the guide: recalls do not lessen it."""

    PLACE = Place("partner/{partner_id}/coupon_quota/{quota_id}/use", "{customer_id}")

    partner_id = Text()
    quota_id = Text()
    customer_id = Text()
    voucher_count = Whole(default=0)
    amount = MoneyAttribute(default=Money.zero)


def quota_key(partner_id: str, kind: CouponKind, quota_id: str) -> Key[CouponQuota]:
    """The address of a quota."""
    return CouponQuota.key(partner_id=partner_id, coupon_kind=kind, quota_id=quota_id)


def quota_use_key(partner_id: str, quota_id: str, customer_id: str) -> Key[QuotaUse]:
    """The address of a customer's tally."""
    return QuotaUse.key(partner_id=partner_id, quota_id=quota_id, customer_id=customer_id)
