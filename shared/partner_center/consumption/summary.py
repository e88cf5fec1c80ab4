"""Sums of usage behind the stream: per customer and month, and per product of it (10.4.4.1).

A day's part of a sum may be shown only from the day after the next on (r1). So a sum keeps apart, per day, what is not to be shown yet;
days that have come of age are dropped from there by the next change, and left out of account by every reading before.
"""

from __future__ import annotations

from datetime import date, datetime

from partner_center.consumption.billing_mode import BillingMode
from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.platform.table import Choice, Data, Instant, Key, MoneyAttribute, Place, Record, Text, Whole
from partner_center.platform.work import Work

MONTHS_BACK = 18


def _nothing() -> Money:
    return Money.zero()


class UsageSum(Record):
    """Sums in CNY: consumption, refund and adjustment exact, what was charged for them in whole cents.

    voucher_returned: the part of `refunded` that went back to vouchers.

    hidden: day → field → the part of the field that falls on that day, as decimal text; only days not to be shown yet.
    visible_from: when the earliest part of it may be shown; None while nothing was counted.
    """

    consumption = MoneyAttribute(default=_nothing)
    refund = MoneyAttribute(default=_nothing)
    adjustment = MoneyAttribute(default=_nothing)
    charged = MoneyAttribute(default=_nothing)
    refunded = MoneyAttribute(default=_nothing)
    voucher_deducted = MoneyAttribute(default=_nothing)
    voucher_returned = MoneyAttribute(default=_nothing)
    cash_paid = MoneyAttribute(default=_nothing)
    arrears = MoneyAttribute(default=_nothing)
    hidden = Data(default=dict)
    visible_from = Instant(null=True)

    def include(self, amounts: dict[str, Money], day: date | None, now: datetime) -> None:
        """Add amounts by field name; `day` where they may not be shown yet."""
        hidden = {text: parts for text, parts in (self.hidden or {}).items() if shown_from(date.fromisoformat(text)) > now}
        since = now if day is None else shown_from(day)
        for name, amount in amounts.items():
            setattr(self, name, getattr(self, name) + amount)
        if day is not None and since > now:
            parts = hidden.setdefault(day.isoformat(), {})
            parts.update({name: f"{(Money.of(parts.get(name, '0')) + amount).amount:f}" for name, amount in amounts.items() if amount})
        self.hidden = hidden
        self.visible_from = min(since, self.visible_from or since)

    def shown(self, name: str, now: datetime) -> Money:
        """What may be shown of a field; exact."""
        amount: Money = getattr(self, name)
        for day, parts in self.hidden.items():
            if name in parts and shown_from(date.fromisoformat(day)) > now:
                amount = amount - Money.of(parts[name])
        return amount


class CustomerMonth(UsageSum, kind="customer_month"):
    """A customer's month under one association type. lines, charged_lines: usage lines summed up, and settled by orders.

    parts: not 0 while part of a charge is told and the rest of it is not, in whatever order.
    """

    PLACE = Place("partner/{partner_id}/customer_month/{billing_period}", "{customer_id}/{association_type}")
    OWNER = Place("partner/{uncharged_of}/usage_not_charged", "{billing_period}/{customer_id}/{association_type}")

    partner_id = Text()
    billing_period = Text()
    customer_id = Text()
    customer_name = Text()
    association_type = Text()
    lines = Whole(default=0)
    charged_lines = Whole(default=0)
    parts = Whole(default=0)

    @property
    def is_charged_to_the_cent(self) -> bool:
        """Whether the cents that moved are the exact sums, each rounded once."""
        return self.lines == self.charged_lines and not self.parts and not self.not_charged

    @property
    def not_charged(self) -> Money:
        """What is still to be charged for what was counted; below zero where it is to be given back."""
        due = self.consumption.cents() + self.adjustment.cents() - self.refund.cents()
        return due - (self.charged - self.refunded)

    @property
    def uncharged_of(self) -> str | None:
        """The partner, while something is still to be charged."""
        return None if self.is_charged_to_the_cent else str(self.partner_id)


class ConsumptionSummary(UsageSum, kind="consumption_summary"):
    """A customer's month of one product: a row of the consumption summary."""

    PLACE = Place("partner/{partner_id}/consumption/{billing_period}", "{customer_id}/{association_type}/{product_type}/{billing_mode}")

    partner_id = Text()
    billing_period = Text()
    customer_id = Text()
    customer_name = Text()
    association_type = Text()
    product_type = Text()
    billing_mode = Choice(BillingMode)


def shown_from(day: date) -> datetime:
    """When a day's summary may be queried: after 24:00 of the next day (10.4.4.1/r1)."""
    return clock.start_of(day + clock.DAY * 2)


def customer_month_key(partner_id: str, billing_period: str, customer_id: str, association_type: str) -> Key[CustomerMonth]:
    """Where a customer's month lies."""
    return CustomerMonth.key(
        partner_id=partner_id, billing_period=billing_period, customer_id=customer_id, association_type=association_type
    )


def customer_months(work: Work, partner_id: str, billing_period: str) -> list[CustomerMonth]:
    """All customer months of a partner in a billing period, with everything counted so far."""
    return list(work.every(CustomerMonth, CustomerMonth.partition(partner_id=partner_id, billing_period=billing_period)))


def product_rows(work: Work, partner_id: str, billing_period: str) -> list[ConsumptionSummary]:
    """All product rows of a partner in a billing period, with everything counted so far."""
    return list(work.every(ConsumptionSummary, ConsumptionSummary.partition(partner_id=partner_id, billing_period=billing_period)))


def refuses_too_far_back(billing_period: str, now: datetime) -> Refusal | None:
    """Data reach back at most 18 months. OPEN: read as the running month and the 18 before it."""
    earliest = clock.shifted(clock.billing_period(now), -MONTHS_BACK)
    if billing_period >= earliest:
        return None
    return Refusal.because("billing_period_too_far_back", "10.4.4.1/r5", billing_period=billing_period, earliest=earliest)
