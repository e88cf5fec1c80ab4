"""The control total of what was taken in, whether everything behind the stream agrees with it, and the end of its billing period.

Whoever takes a line in changes the control total in the line's transaction; whoever bills closes it in the bill's. So of a line and a
bill that race one is decided anew: the line stands in the bill, or finds its period closed and is counted as later ones are.
"""

from __future__ import annotations

from collections.abc import Iterator

from partner_center.consumption.summary import CustomerMonth
from partner_center.consumption.usage_line import ChargeKind, UsageLine
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.money import Money, total
from partner_center.platform.table import OWNER, Instant, Key, MoneyAttribute, Place, Record, Text, Whole
from partner_center.platform.work import Work


class UsageControl(Record, kind="usage_control"):
    """What was taken in for a partner and billing period, counted in the transaction of the lines themselves. CNY, exact.

    closed_at: when the bill was made; from then on nothing is added.
    """

    PLACE = Place("partner/{partner_id}/usage_control", "{billing_period}")
    OWNER = Place("billing_period/{billing_period}", "{partner_id}")

    partner_id = Text()
    billing_period = Text()
    consumption = MoneyAttribute(default=lambda: Money.zero())
    refund = MoneyAttribute(default=lambda: Money.zero())
    adjustment = MoneyAttribute(default=lambda: Money.zero())
    lines = Whole(default=0)
    closed_at = Instant(null=True)

    @property
    def is_open(self) -> bool:
        """Whether lines may still be added."""
        return self.closed_at is None

    def include(self, line: UsageLine) -> None:
        """Add a line. Raises Broken where the period is closed."""
        if not self.is_open:
            raise Broken(f"{self.billing_period} of {self.partner_id} is closed and takes no line")
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


def close_period(work: Work, control: UsageControl) -> None:
    """Let no further line into a partner's billing period, in the transaction that bills it.

    The commit fails, and the bill is decided anew, where a line was added since the control total was read. Raises Broken the second time.
    """
    if not control.is_open:
        raise Broken(f"{control.billing_period} of {control.partner_id} is closed already")
    control.closed_at = work.now
    work.change(control)


def refuses_unsettled(control: UsageControl, months: list[CustomerMonth]) -> Refusal | None:
    """A bill may be made of these customer months only when they hold all that was taken in, and all of it is charged to the cent."""
    summarised, charged = sum(month.lines for month in months), sum(month.charged_lines for month in months)
    differing = [kind.value for kind in ChargeKind if total(getattr(month, kind.value) for month in months) != getattr(control, kind.value)]
    open_months = [month.customer_id for month in months if not month.is_charged_to_the_cent]
    if control.lines == summarised == charged and not differing and not open_months:
        return None
    return Refusal.because(
        "usage_not_settled",
        "10.6.1.2/r2",
        way_out="usage_settles_by_itself",
        billing_period=control.billing_period,
        lines_taken_in=control.lines,
        lines_summarised=summarised,
        lines_charged=charged,
        differing_totals=differing,
        customers_not_charged=open_months,
    )
