"""A bill closes its month: whatever races with it, each line stands in one bill, once."""

import pytest

from partner_center.billing import BillStatus
from partner_center.consumption.usage_control import UsageControl
from partner_center.consumption.usage_line import ChargeKind, UsageLine
from partner_center.kernel.money import Money, total
from tests.kit import faults
from tests.kit.billing import JOB, the_bill
from tests.kit.consumption import a_customer, a_line, deliver, every_record

AUGUST, SEPTEMBER = "2024-08", "2024-09"
BEFORE_THE_CLOSE = "2024-09-04T23:59:59+08:00"
CLOSE, NEXT_HOUR, NEXT_MONTH = "2024-09-05T00:10:00+08:00", "2024-09-05T01:10:00+08:00", "2024-10-05T00:10:00+08:00"


@pytest.fixture
def august(world, stopped_clock):
    """August's usage so far, charged and summed up, a second before the month closes."""
    a_customer("C1", uses=["sub-1"])
    a_customer("C2", uses=["sub-2"])
    stopped_clock.at(BEFORE_THE_CLOSE)
    deliver([a_line(1, "10"), a_line(2, "20", sub_account="sub-2")], "early.csv")
    world.settle()
    return world


def controls() -> dict[str, UsageControl]:
    return {control.billing_period: control for control in every_record(UsageControl)}


def line(number: int) -> UsageLine:
    return next(one for one in every_record(UsageLine) if one.line_id == str(number))


def billed() -> Money:
    """What all bills for good come to."""
    bills = [bill for bill in (the_bill(period=AUGUST), the_bill(period=SEPTEMBER)) if bill and bill.status is BillStatus.GENERATED]
    return total(bill.amount for bill in bills)


def taken_in() -> Money:
    return total(one.amount for one in every_record(UsageLine))


def before_write(number: int, do):
    """Do something once, right before the n-th transaction."""
    waiting = [do]

    def interfere(operation, writes):
        if operation == "TransactWriteItems" and writes == number and waiting:
            waiting.pop()()

    return faults.watching(before=interfere)


@pytest.mark.rule("10.6.1.2/r4")
def test_the_bill_closes_its_month(august):
    august.run_job(JOB, CLOSE)
    assert controls()[AUGUST].closed_at == the_bill(period=AUGUST).generated_at


@pytest.mark.parametrize("write", [1, 2])  # the bill's rows, the bill
@pytest.mark.parametrize("settles_at_once", [False, True])
def test_a_line_that_is_taken_in_while_the_bill_is_made_stands_in_the_bill(august, write, settles_at_once):
    def one_more_line():
        deliver([a_line(3, "5")], "racing.csv", "v2")
        if settles_at_once:
            august.settle()

    with before_write(write, one_more_line):
        report = august.run_job(JOB, CLOSE)
    assert (report["done"], report["postponed"]) == ((1, 0) if settles_at_once else (0, 1))
    august.settle()
    august.run_job(JOB, NEXT_HOUR)
    assert line(3).billing_period == AUGUST
    assert the_bill(period=AUGUST).consumption == Money.of(245)
    assert billed() == taken_in() == Money.of(245)


def test_a_line_that_is_committed_after_the_bill_was_made_adjusts_the_running_month(august, stopped_clock):
    with before_write(2, lambda: august.run_job(JOB, CLOSE)):  # the first transaction begins the file, the second takes in its lines
        deliver([a_line(3, "5"), a_line(4, "-1", sub_account="sub-2")], "racing.csv", "v2")
    assert the_bill(period=AUGUST).amount == Money.of(210)
    assert {(line(n).billing_period, line(n).charge_kind) for n in (3, 4)} == {(SEPTEMBER, ChargeKind.ADJUSTMENT)}
    assert controls()[AUGUST].lines == 2
    august.settle()
    august.run_job(JOB, NEXT_HOUR)
    assert the_bill(period=AUGUST).amount == Money.of(210)
    august.run_job(JOB, NEXT_MONTH)
    bill = the_bill(period=SEPTEMBER)
    assert (bill.consumption, bill.refund, bill.adjustment, bill.amount) == (Money.zero(), Money.zero(), Money.of(28), Money.of(28))
    assert billed() == taken_in() == Money.of(238)


def test_a_line_after_the_close_is_counted_once_in_the_next_bill_however_often_it_comes(august):
    august.run_job(JOB, CLOSE)
    for delivery in ("v2", "v3"):
        deliver([a_line(1, "10"), a_line(3, "5")], f"{delivery}.csv", delivery)
    august.settle(twice=True)
    august.run_job(JOB, NEXT_MONTH)
    assert (the_bill(period=AUGUST).amount, the_bill(period=SEPTEMBER).amount) == (Money.of(210), Money.of(35))
    assert billed() == taken_in()


def test_one_partners_close_leaves_the_other_partners_month_open(august, stopped_clock):
    a_customer("C3", of="P2", uses=["sub-3"])
    august.run_job(JOB, CLOSE)
    deliver([a_line(3, "5", sub_account="sub-3"), a_line(4, "5")], "racing.csv", "v2")
    assert (line(3).billing_period, line(4).billing_period) == (AUGUST, SEPTEMBER)


def test_two_runs_that_bill_at_once_make_one_bill(august):
    with before_write(2, lambda: august.run_job(JOB, CLOSE)):
        report = august.run_job(JOB, CLOSE)
    assert (report["done"], report["postponed"]) == (0, 1)
    assert billed() == Money.of(210)


def test_a_line_whose_running_month_is_closed_too_waits_for_the_first_open_one(august):
    deliver([a_line(3, day="2024-09-01")], "september.csv", "v2")
    august.settle()
    august.run_job(JOB, CLOSE)
    august.run_job(JOB, NEXT_MONTH)
    deliver([a_line(4), a_line(5, day="2024-09-02")], "late.csv", "v3")
    assert {(line(n).billing_period, line(n).charge_kind) for n in (4, 5)} == {("2024-10", ChargeKind.ADJUSTMENT)}
