"""The meter of a customer's month: exact running totals, and what was paid for them (docs/decisions/003)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import ConfigDict

from partner_center.consumption import BillingMode, UsageGroup
from partner_center.kernel.errors import Broken
from partner_center.kernel.money import Money, shared_out, total
from partner_center.platform.model import Model
from partner_center.platform.table import Data, Key, MoneyAttribute, Place, Record, Text

NOTHING = Money.zero()


class Due(Model):
    """Whole cents that are due for one product: to be charged, and to be given back. day: as in `UsageGroup`."""

    model_config = ConfigDict(frozen=True)

    product_type: str
    billing_mode: BillingMode
    day: date | None
    charge: Money
    refund: Money


@dataclass(frozen=True)
class Used:
    """What a coupon has paid for this month and not got back; `ref` is its whole name."""

    ref: str
    amount: Money


def _nothing() -> Money:
    return Money.zero()


class UsageMeter(Record, kind="usage_meter"):
    """One customer, month and association type. consumption, refund, adjustment: exact CNY; everything else whole cents.

    cash_paid, arrears, voucher_deducted: how charges were paid. refunded_in_cash, voucher_returned: how refunds went back, the former to
    where cash and arrears came from (a consultative customer's is the vendor's to pay). coupons: ref → what it has paid and not got
    back, in order of use (decimal text).
    """

    PLACE = Place("partner/{partner_id}/usage_meter/{billing_period}", "{customer_id}/{association_type}")

    partner_id = Text()
    billing_period = Text()
    customer_id = Text()
    association_type = Text()
    consumption = MoneyAttribute(default=_nothing)
    refund = MoneyAttribute(default=_nothing)
    adjustment = MoneyAttribute(default=_nothing)
    charged = MoneyAttribute(default=_nothing)
    refunded = MoneyAttribute(default=_nothing)
    cash_paid = MoneyAttribute(default=_nothing)
    arrears = MoneyAttribute(default=_nothing)
    voucher_deducted = MoneyAttribute(default=_nothing)
    refunded_in_cash = MoneyAttribute(default=_nothing)
    voucher_returned = MoneyAttribute(default=_nothing)
    coupons = Data(default=list)  # [[ref, "12.34"], …]

    def take(self, groups: tuple[UsageGroup, ...]) -> list[Due]:
        """Count usage in; what is due for it by product. Products for which no cent is due are left out.

        Each total is rounded as a whole; the products share the new cents by running rounding, so that they add up to them.
        Raises Broken where consumption or a refund is negative.
        """
        consumed = self._new_cents("consumption", groups, lambda group: group.consumption)
        refunded = self._new_cents("refund", groups, lambda group: group.refund)
        adjusted = self._new_cents("adjustment", groups, lambda group: group.adjustment)
        due = [
            Due(
                product_type=group.product_type,
                billing_mode=group.billing_mode,
                day=group.day,
                charge=more + max(other, Money.zero()),
                refund=back + max(-other, Money.zero()),
            )
            for group, more, back, other in zip(groups, consumed, refunded, adjusted, strict=True)
        ]
        if any(one.charge.is_negative or one.refund.is_negative for one in due):
            raise Broken(f"usage that takes back what was due: {groups}")
        return [one for one in due if one.charge or one.refund]

    def _new_cents(self, name: str, groups: tuple[UsageGroup, ...], amount_of: Callable[[UsageGroup], Money]) -> list[Money]:
        before: Money = getattr(self, name)
        parts = [amount_of(group) for group in groups]
        after = before + total(parts)
        setattr(self, name, after)
        return shared_out(after.cents(), [before, *parts])[1:]

    @property
    def refundable_in_cash(self) -> Money:
        """What of cash and arrears has not gone back yet."""
        return max(Money.zero(), self.cash_paid + self.arrears - self.refunded_in_cash)

    def used_coupons(self) -> Iterator[Used]:
        """The coupons to which refunds may go back, the last used first."""
        for ref, amount in reversed(self.coupons or []):
            yield Used(ref, Money.of(amount))

    def note_charge(self, *, voucher_deducted: Money = NOTHING, cash_paid: Money = NOTHING, arrears: Money = NOTHING) -> None:
        """Cents were charged this way."""
        self.voucher_deducted = self.voucher_deducted + voucher_deducted
        self.cash_paid = self.cash_paid + cash_paid
        self.arrears = self.arrears + arrears
        self.charged = self.charged + voucher_deducted + cash_paid + arrears

    def note_refund(self, *, to_vouchers: Money = NOTHING, in_cash: Money = NOTHING) -> None:
        """Cents went back this way."""
        self.voucher_returned = self.voucher_returned + to_vouchers
        self.refunded_in_cash = self.refunded_in_cash + in_cash
        self.refunded = self.refunded + to_vouchers + in_cash

    def check(self) -> None:
        """All that was charged and refunded is explained, and vouchers miss what they paid and did not get back. Raises Broken."""
        explained = (
            self.charged == self.voucher_deducted + self.cash_paid + self.arrears,
            self.refunded == self.voucher_returned + self.refunded_in_cash,
            self.voucher_deducted - self.voucher_returned == total(used.amount for used in self.used_coupons()),
        )
        if not all(explained):
            raise Broken(f"the meter {'/'.join(self.address)} does not add up: {explained}")

    def note_coupon(self, ref: str, amount: Money) -> None:
        """A coupon paid (positive) or got back (negative)."""
        paid = {known: Decimal(text) for known, text in self.coupons or []}
        paid[ref] = paid.get(ref, Decimal(0)) + amount.amount
        self.coupons = [[known, f"{value:f}"] for known, value in paid.items() if value]


def usage_meter_key(partner_id: str, billing_period: str, customer_id: str, association_type: str) -> Key[UsageMeter]:
    """Where a customer's meter lies."""
    return UsageMeter.key(partner_id=partner_id, billing_period=billing_period, customer_id=customer_id, association_type=association_type)
