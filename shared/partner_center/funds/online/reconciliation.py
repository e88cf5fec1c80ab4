"""The daily reconciliation: each provider's statement of a day beside our payments, refunds and credited top-ups of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from partner_center.funds.online.item import Difference, open_item, tell_finance
from partner_center.funds.online.payment import (
    OnlinePayment,
    OnlineRefund,
    PaymentPurpose,
    PaymentStatus,
    Provider,
    RefundStatus,
    payment_key,
    refund_key,
)
from partner_center.funds.online.port import StatementLine, port_of
from partner_center.funds.top_up import TopUpChannel, top_up_key
from partner_center.kernel import clock
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.money import Money
from partner_center.platform.observe import logger
from partner_center.platform.schedule import Run
from partner_center.platform.table import LOOKUP, Instant, Key, Place, Record, Text, Whole
from partner_center.platform.work import Work

R = TypeVar("R", bound=Record)

LOOKS_BACK = 7  # days: what a broken run or a late statement left is made good within a week
WAITS_FOR = 2  # days: how long a statement may be late before we believe that there is none


class StatementCompared(Record, kind="statement_compared"):
    """That a provider's statement of a day was compared, to its end."""

    PLACE = Place("statement_compared/{provider}", "{day}")

    provider = Text()
    day = Text()
    compared_at = Instant()
    lines = Whole()
    differences = Whole()


@dataclass(frozen=True)
class Found:
    """One difference."""

    difference: Difference
    flow_no: str
    payment_no: str | None = None
    partner_id: str | None = None
    ours: Money | None = None
    theirs: Money | None = None


def reconcile_providers(run: Run) -> None:
    """Compare the statements of the last days that are not compared yet, up to yesterday; one work item a difference.

    Opened again nothing is opened twice; a day counts as compared once all its items are there.
    """
    yesterday = clock.business_date(run.as_of) - clock.DAY
    for provider in Provider:
        if not _is_configured(run, provider):
            continue
        for days_ago in reversed(range(LOOKS_BACK)):
            if not run.unfinished:
                _reconcile(run, provider, yesterday - clock.DAY * days_ago, is_due=days_ago < WAITS_FOR)


def _is_configured(run: Run, provider: Provider) -> bool:
    try:
        return port_of(provider).is_configured
    except Unavailable:
        logger.error("no agreement to read", extra={"provider": provider.value})
        run.postponed += 1
        return False


def compared_key(provider: Provider, day: date) -> Key[StatementCompared]:
    """The address of what was compared."""
    return StatementCompared.key(provider=provider, day=day.isoformat())


def _reconcile(run: Run, provider: Provider, day: date, *, is_due: bool) -> None:
    """Compare one day. `is_due`: a statement that is not there may still come."""
    reading = run.reading()
    if reading.get(compared_key(provider, day), or_none=True) is not None:
        return
    about = {"provider": provider.value, "day": day.isoformat()}
    try:
        told = port_of(provider).statement(day)
    except Unavailable:
        logger.error("no statement", extra=about)
        run.postponed += 1
        return
    except Exception:  # one that cannot be read keeps no other day or provider from being compared
        logger.exception("a statement that cannot be read", extra=about)
        run.failed.append(f"statement/{provider}/{day}")
        return
    lines = told or []
    found = list(differences(lines, provider, day, reading))
    if told is None and found and is_due:
        logger.error("no statement yet", extra=about)
        run.postponed += 1
        return
    failed = len(run.failed)
    run.each(_in_process(lines, reading), lambda refund, work: _listed(refund, day, work))
    run.each(iter(found), lambda item, work: _opened(item, provider, day, work))
    if len(run.failed) == failed and not run.unfinished:
        run.each(iter([day]), lambda _, work: _compared(provider, day, len(lines), len(found), work))


def differences(lines: list[StatementLine], provider: Provider, day: date, reading: Work) -> Iterator[Found]:
    """All that does not agree, the provider's lines first."""
    payments = {p.payment_no: p for p in _of_day(OnlinePayment, "online_payments_of", provider, day, reading)}
    refunds = {r.refund_no: r for r in _of_day(OnlineRefund, "online_refunds_of", provider, day, reading)}
    listed = {(_our_no(line), line.external_flow_no): line for line in lines}
    reading.look(*(refund_key(line.refund_no) if line.refund_no else payment_key(line.payment_no or "-") for line in listed.values()))
    for line in listed.values():
        difference = _refund_line(line, provider, reading) if line.refund_no is not None else _payment_line(line, provider, reading)
        if difference is not None:
            yield difference
    for payment in payments.values():
        if (payment.payment_no, payment.external_flow_no) not in listed:
            yield _of_payment(Difference.MISSING_WITH_PROVIDER, payment)
    refunds_listed = {line.refund_no for line in lines}
    for refund in refunds.values():
        if refund.refund_no not in refunds_listed:
            yield _of_refund(Difference.REFUND_DIFFERS, refund, None)
    yield from _not_credited(list(payments.values()), reading)


def _our_no(line: StatementLine) -> str:
    """By which it is found with us; what was paid past us (at a counter, to a posted code) has no number of ours."""
    return line.refund_no or line.payment_no or f"flow/{line.external_flow_no}"


def _of_day(record: type[R], place: str, provider: Provider, day: date, reading: Work) -> Iterator[R]:
    return reading.every(record, f"{place}/{provider}/{day.isoformat()}", index=LOOKUP)


def _payment_line(line: StatementLine, provider: Provider, reading: Work) -> Found | None:
    payment = reading.get(payment_key(line.payment_no or "-"), or_none=True)
    if payment is None or payment.provider is not provider or payment.status is not PaymentStatus.SUCCEEDED:
        partner_id = payment.partner_id if payment else None
        return Found(Difference.MISSING_WITH_US, line.external_flow_no, line.payment_no, partner_id, theirs=line.amount)
    if payment.external_flow_no != line.external_flow_no:
        return Found(Difference.PAID_TWICE, line.external_flow_no, payment.payment_no, payment.partner_id, theirs=line.amount)
    if payment.amount != line.amount:
        return _of_payment(Difference.AMOUNT_DIFFERS, payment, line.amount)
    return None


def _refund_line(line: StatementLine, provider: Provider, reading: Work) -> Found | None:
    """A refund that is in process here may be listed: providers book it when they take it."""
    refund = reading.get(refund_key(line.refund_no or "-"), or_none=True)
    if refund is None or refund.provider is not provider:
        return Found(Difference.REFUND_DIFFERS, line.refund_no or line.external_flow_no, theirs=line.amount)
    if refund.status is RefundStatus.FAILED or refund.amount != line.amount:
        return _of_refund(Difference.REFUND_DIFFERS, refund, line.amount)
    return None


def _in_process(lines: list[StatementLine], reading: Work) -> Iterator[OnlineRefund]:
    """Refunds that are listed and not settled yet; whichever day they are settled on, no later statement lists them again."""
    refunds = reading.look(*(refund_key(line.refund_no) for line in lines if line.refund_no))
    return (refund for refund in refunds if refund is not None and refund.status is RefundStatus.PENDING)


def _listed(known: OnlineRefund, day: date, work: Work) -> bool:
    refund = work.get(refund_key(known.refund_no))
    if refund.status is not RefundStatus.PENDING or refund.listed_on is not None:
        return False
    refund.listed_on = day.isoformat()
    work.change(refund)
    return True


def _not_credited(payments: list[OnlinePayment], reading: Work) -> Iterator[Found]:
    """Payments whose money is in none of our books; recharges are in those of the vendor's billing."""
    ours = [payment for payment in payments if payment.purpose is not PaymentPurpose.CUSTOMER_RECHARGE]
    keys = [top_up_key(TopUpChannel(payment.channel.value), str(payment.external_flow_no)) for payment in ours]
    for payment, booked in zip(ours, reading.look(*keys), strict=True):
        if booked is None:
            yield _of_payment(Difference.NOT_CREDITED, payment)
        elif booked.amount != payment.amount:
            yield _of_payment(Difference.AMOUNT_DIFFERS, payment, booked.amount)


def _of_payment(difference: Difference, payment: OnlinePayment, theirs: Money | None = None) -> Found:
    return Found(difference, str(payment.external_flow_no), payment.payment_no, payment.partner_id, ours=payment.amount, theirs=theirs)


def _of_refund(difference: Difference, refund: OnlineRefund, theirs: Money | None) -> Found:
    return Found(difference, refund.refund_no, refund.payment_no, refund.partner_id, ours=refund.amount, theirs=theirs)


def _opened(found: Found, provider: Provider, day: date, work: Work) -> bool:
    return open_item(
        work,
        found.difference,
        provider=provider,
        day=day.isoformat(),
        flow_no=found.flow_no,
        payment_no=found.payment_no,
        partner_id=found.partner_id,
        ours=found.ours,
        theirs=found.theirs,
        alone=False,
    )


def _compared(provider: Provider, day: date, lines: int, count: int, work: Work) -> bool:
    if work.get(compared_key(provider, day), or_none=True) is not None:
        return False
    work.add(StatementCompared(provider=provider, day=day.isoformat(), compared_at=work.now, lines=lines, differences=count))
    if count:
        tell_finance(work, provider, day.isoformat(), count)
    return True
