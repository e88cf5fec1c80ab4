"""The control total of what was taken in, and the question whether everything behind the stream agrees with it."""

from __future__ import annotations

from collections.abc import Iterator

from partner_center.consumption.summary import CustomerMonth
from partner_center.consumption.usage_line import ChargeKind, UsageLine
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money, total
from partner_center.platform.table import OWNER, Key, MoneyAttribute, Place, Record, Text, Whole
from partner_center.platform.work import Work


class UsageControl(Record, kind="usage_control"):
    """What was taken in for a partner and billing period, counted in the transaction of the lines themselves. CNY, exact."""

    PLACE = Place("partner/{partner_id}/usage_control", "{billing_period}")
    OWNER = Place("billing_period/{billing_period}", "{partner_id}")

    partner_id = Text()
    billing_period = Text()
    consumption = MoneyAttribute(default=lambda: Money.zero())
    refund = MoneyAttribute(default=lambda: Money.zero())
    adjustment = MoneyAttribute(default=lambda: Money.zero())
    lines = Whole(default=0)

    def include(self, line: UsageLine) -> None:
        """Add a line."""
        self.lines += 1
        for kind in ChargeKind:
            setattr(self, kind.value, getattr(self, kind.value) + line.amount_as(kind))


def usage_control_key(partner_id: str, billing_period: str) -> Key[UsageControl]:
    """Where the control total lies."""
    return UsageControl.key(partner_id=partner_id, billing_period=billing_period)


def partners_of_period(work: Work, billing_period: str) -> Iterator[str]:
    """Every partner for whom usage was taken in for a billing period."""
    for control in work.every(UsageControl, UsageControl.owner_partition(billing_period=billing_period), index=OWNER):
        yield control.partner_id


def refuses_unsettled(work: Work, partner_id: str, billing_period: str, months: list[CustomerMonth]) -> Refusal | None:
    """A bill may be made of these customer months only when they hold all that was taken in, and all of it is charged to the cent."""
    control = work.get(usage_control_key(partner_id, billing_period), or_none=True)
    taken_in = control.lines if control else 0
    summarised, charged = sum(month.lines for month in months), sum(month.charged_lines for month in months)
    differing = [
        kind.value
        for kind in ChargeKind
        if total(getattr(month, kind.value) for month in months) != (getattr(control, kind.value) if control else Money.zero())
    ]
    open_months = [month.customer_id for month in months if not month.is_charged_to_the_cent]
    if taken_in == summarised == charged and not differing and not open_months:
        return None
    return Refusal.because(
        "usage_not_settled",
        "10.6.1.2/r2",
        way_out="usage_settles_by_itself",
        billing_period=billing_period,
        lines_taken_in=taken_in,
        lines_summarised=summarised,
        lines_charged=charged,
        differing_totals=differing,
        customers_not_charged=open_months,
    )
