"""A usage line that was taken in: the consumption detail (10.4.4.2), and the proof that it counts once."""

from __future__ import annotations

from datetime import datetime

from partner_center.consumption.billing_mode import BillingMode
from partner_center.consumption.focus_line import FocusLine
from partner_center.kernel import clock
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import CNY, Money
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text

CLOSES_AFTER = clock.DAY * 4  # into the next month: a billing period closes at the 5th, 00:00 Beijing time, when its bill is made


class ChargeKind(Labelled):
    """Which of a bill's three sums a line belongs to (bill_type 账单类型)."""

    CONSUMPTION = "consumption", "消费", "Consumption"
    REFUND = "refund", "退款", "Refund"
    ADJUSTMENT = "adjustment", "调账", "Adjustment"


class UsageLine(Record, kind="usage_line"):
    """One line of a provider's bill. Its key is its identity alone, so that neither a later mapping nor a later month counts it again.

    amount: CNY, exact, signed as the provider wrote it (a refund is negative). content: digest of what must not change under the identity.
    """

    PLACE = Place("usage_line/{identity}", "{line_id}")
    OWNER = Place("partner/{partner_id}/usage/{billing_period}/{customer_id}", "{consumed_from}/{identity}")

    identity = Text()
    line_id = Text()
    content = Text()
    partner_id = Text()
    customer_id = Text()
    customer_name = Text()
    association_type = Text()
    billing_period = Text()
    charge_kind = Choice(ChargeKind)
    provider = Text()
    sub_account_id = Text(null=True)  # of the customer's; unknown for lines taken in before it was kept
    product_type = Text()
    product_name = Text()
    billing_mode = Choice(BillingMode)
    region = Text(null=True)
    resource_id = Text(null=True)
    resource_name = Text(null=True)
    consumed_from = Instant()
    consumed_to = Instant()
    billed_currency = Text(default=CNY)
    billed = MoneyAttribute(currency_in="billed_currency")
    amount = MoneyAttribute()

    def amount_as(self, kind: ChargeKind) -> Money:
        """What the line adds to one of the three sums: consumption and refund are not negative, adjustment is signed."""
        if kind is not self.charge_kind:
            return Money.zero()
        return -self.amount if kind is ChargeKind.REFUND else self.amount


def line_key(line: FocusLine) -> Key[UsageLine]:
    """Where a line lies once it was taken in."""
    return UsageLine.key(identity=line.identity, line_id=line.line_id)


def is_late(line: FocusLine, now: datetime) -> bool:
    """Whether nothing is counted into the line's own billing period any more: its bill may be made at any moment, or was."""
    return now >= clock.start_of_period(clock.shifted(line.own_period, 1)) + CLOSES_AFTER


def counted_as(line: FocusLine, billing_period: str) -> ChargeKind:
    """The kind under which a line is counted in a billing period.

    OPEN: the guide does not say what happens to usage that arrives after the bill of its month; it is counted in the running month, as an
    adjustment.
    """
    if billing_period != line.own_period or line.category.casefold() == ChargeKind.ADJUSTMENT:
        return ChargeKind.ADJUSTMENT
    return ChargeKind.REFUND if line.amount.is_negative else ChargeKind.CONSUMPTION
