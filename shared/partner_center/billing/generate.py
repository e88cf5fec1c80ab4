"""From the months of customers to the partner's bill: daily while the month runs, for good from the 5th of the next one on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from aws_lambda_powertools.metrics import MetricUnit

from partner_center.billing.bill import BillStatus, PartnerBill, bill_key, bill_over, edition_id, summaries_of
from partner_center.billing.events import BillGenerated
from partner_center.consumption import close_period, customer_months, partners_of_period, refuses_unsettled, usage_control_key
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.observe import logger, metrics
from partner_center.platform.parts import keep_first
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work

BILLED_FROM = timedelta(days=4)  # after the month's end: the 5th, 00:00 Beijing time
READY_BY = timedelta(days=4, hours=12)  # the 5th, 12:00 (10.6.1.2/r4)
EDITIONS_KEPT = timedelta(days=7)  # rows of a running month's daily editions


def period_to_bill(as_of: datetime) -> str | None:
    """The month before `as_of`'s Beijing month, from the 5th on; None on the days before, when its usage still comes in."""
    running = clock.billing_period(as_of)
    return clock.shifted(running, -1) if as_of >= clock.start_of_period(running) + BILLED_FROM else None


def generate_monthly_bills(run: Run) -> None:
    """Bill the month before `as_of`'s for every partner with usage in it, once its usage is settled.

    A partner whose usage is still being settled is postponed to the next run; after 12:00 of the 5th that raises the alarm
    `BillsLate` (10.6.1.2/r4).
    """
    period = period_to_bill(run.as_of)
    if period is None:
        return
    run.each(_unbilled(run, period), partial(generate_bill, billing_period=period), of_partner=str)
    late = run.postponed + len(run.failed)
    if run.as_of >= clock.start_of_period(clock.shifted(period, 1)) + READY_BY and late:
        logger.error("bills are late", extra={"billing_period": period, "partners": late})
        metrics.add_metric(name="BillsLate", unit=MetricUnit.Count, value=late)


def generate_bill(partner_id: str, work: Work, *, billing_period: str) -> None:
    """Close a partner's month: rows by customer first, then the bill, the end of the period and the event in one transaction.

    Raises Refused: bill_already_generated, and what consumption says of usage that is not settled yet; NotFound without any usage.
    """
    bill, control = work.look(bill_key(partner_id, billing_period), usage_control_key(partner_id, billing_period))
    work.require(refuses_second_bill(bill))
    if control is None:
        raise NotFound("usage")
    months = customer_months(work, partner_id, billing_period)
    work.require(refuses_unsettled(control, months))
    close_period(work, control)
    data_until = _end_of_period(billing_period)
    bill_id = edition_id(partner_id, billing_period, BillStatus.GENERATED, data_until)
    rows = summaries_of(bill_id, months)
    keep_first(work, rows)
    facts = {"bill_id": bill_id, "status": BillStatus.GENERATED, "data_until": data_until, "generated_at": work.now}
    _keep(work, bill, bill_over(rows, partner_id=partner_id, billing_period=billing_period, **facts))
    work.emit(BillGenerated(partner_id=partner_id, billing_period=billing_period, bill_id=bill_id, generated_at=work.now))


def refuses_second_bill(bill: PartnerBill | None) -> Refusal | None:
    """A month is billed once."""
    if bill is not None and bill.status is BillStatus.GENERATED:
        return Refusal.because("bill_already_generated", "10.6.1.2/r4", bill_id=bill.bill_id, generated_at=bill.generated_at)
    return None


def refresh_bill_data(run: Run) -> None:
    """Bring the bills of the running month, and of the one before until it is billed, up to the end of yesterday (10.6.1.2/r1).

    The figures of a month are final when it is billed.
    """
    running = clock.billing_period(run.as_of)
    for period in (clock.shifted(running, -1), running):
        data_until = min(clock.start_of(clock.business_date(run.as_of)) - timedelta(seconds=1), _end_of_period(period))
        if data_until < clock.start_of_period(period):
            continue
        run.each(_unbilled(run, period), partial(refresh_bill, billing_period=period, data_until=data_until), of_partner=str)


def refresh_bill(partner_id: str, work: Work, *, billing_period: str, data_until: datetime) -> None:
    """One day's edition of the bill of a month that is not billed yet. An older day's never replaces a newer one's.

    Raises Refused: bill_already_generated.
    """
    bill = work.get(bill_key(partner_id, billing_period), or_none=True)
    work.require(refuses_second_bill(bill))
    if bill is not None and bill.data_until >= data_until:
        return
    bill_id = edition_id(partner_id, billing_period, BillStatus.ACCUMULATING, data_until)
    rows = summaries_of(bill_id, customer_months(work, partner_id, billing_period), data_until)
    for row in rows:
        row.expires_at_epoch = int((datetime.now(UTC) + EDITIONS_KEPT).timestamp())  # real time: the table's own clock deletes it
    keep_first(work, rows)
    facts = {"bill_id": bill_id, "status": BillStatus.ACCUMULATING, "data_until": data_until}
    _keep(work, bill, bill_over(rows, partner_id=partner_id, billing_period=billing_period, **facts))


def _keep(work: Work, known: PartnerBill | None, wanted: PartnerBill) -> None:
    if known is None:
        work.add(wanted)
        return
    for name, value in wanted.fields().items():
        if name != "version":
            setattr(known, name, value)
    work.change(known)


def _unbilled(run: Run, billing_period: str) -> Iterator[str]:
    reading = run.reading()
    for partner_id in partners_of_period(reading, billing_period):
        bill = reading.get(bill_key(partner_id, billing_period), or_none=True)
        if refuses_second_bill(bill) is None:
            yield partner_id


def _end_of_period(billing_period: str) -> datetime:
    return clock.start_of_period(clock.shifted(billing_period, 1)) - timedelta(seconds=1)
