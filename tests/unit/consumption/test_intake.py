"""A usage file is taken in: each line once, however, however often and in whatever pieces it arrives."""

import contextlib
import random

import pytest

from partner_center.consumption import intake, take_in_usage
from partner_center.consumption.focus_line import COLUMNS, BadLine
from partner_center.consumption.intake import TimeIsUp
from partner_center.consumption.sub_account import SubAccount
from partner_center.consumption.usage_control import UsageControl
from partner_center.consumption.usage_file import UsageFile, UsageFileStatus
from partner_center.consumption.usage_line import ChargeKind, UsageLine
from partner_center.customers import Association, CustomerAccount
from partner_center.customers.association import AssociationStatus
from partner_center.kernel.money import Money
from partner_center.platform.consumer import Object
from partner_center.platform.table import Record
from tests.kit import faults
from tests.kit.consumption import (
    a_customer,
    a_line,
    as_csv,
    deliver,
    every_record,
    put,
    reasons,
    rejects,
    state,
    tell_of,
    the_month,
)  # fmt: skip
from tests.kit.world import vendor_user


@pytest.fixture
def august(world, stopped_clock):
    """Two customers of one partner and one of another, in September before August's bill."""
    a_customer("C1", uses=["sub-1"])
    a_customer("C2", uses=["sub-2", ("Microsoft", "/subscriptions/x/y")])
    a_customer("C3", of="P2", uses=["sub-3"])
    return world


def many(count: int) -> list[dict[str, str]]:
    return [
        a_line(n, f"0.{n:05d}", sub_account=f"sub-{n % 3 + 1}", day=f"2024-08-{n % 28 + 1:02d}", ServiceName=f"Product {n % 5}")
        for n in range(1, count + 1)
    ]


def control(partner="P1", period="2024-08") -> UsageControl:
    return UsageControl.get(UsageControl.partition(partner_id=partner), period)


def line(number: int) -> UsageLine:
    return next(one for one in every_record(UsageLine) if one.line_id == str(number))


def test_a_line_belongs_to_its_customer_and_to_the_partner_of_the_time(august):
    deliver([a_line(1, "2", sub_account="/subscriptions/x/y", ProviderName="Microsoft"), a_line(2, "3", sub_account="sub-3")])
    assert (line(1).partner_id, line(1).customer_id, line(1).amount) == ("P1", "C2", Money.of(14))
    assert (line(2).partner_id, line(2).customer_id, line(2).billing_period) == ("P2", "C3", "2024-08")


def test_consumption_refunds_and_adjustments_are_summed_apart(august):
    deliver([a_line(1, "5"), a_line(2, "-2"), a_line(3, "-1", ChargeCategory="Credit"), a_line(4, "-4", ChargeCategory="Adjustment")])
    total = control()
    assert (total.consumption, total.refund, total.adjustment, total.lines) == (Money.of(35), Money.of(21), Money.of(-28), 4)


def test_the_billing_period_is_the_lines_own(august):
    deliver([a_line(1, day="2024-08-31", BillingPeriodStart="2024-09-01 00:00:00")])
    assert line(1).billing_period == "2024-09"


def test_a_period_is_open_until_the_fifth_and_later_lines_adjust_the_running_month(august, stopped_clock):
    stopped_clock.at("2024-09-04T23:59:59+08:00")
    deliver([a_line(1)], "early.csv")
    stopped_clock.at("2024-09-05T00:00:00+08:00")
    deliver([a_line(2), a_line(3, "-1")], "late.csv", "v2")
    assert (line(1).billing_period, line(1).charge_kind) == ("2024-08", ChargeKind.CONSUMPTION)
    assert (line(2).billing_period, line(2).charge_kind) == ("2024-09", ChargeKind.ADJUSTMENT)
    assert control(period="2024-09").adjustment == Money.zero()


def test_a_line_is_counted_once_also_across_the_close_of_its_period(august, stopped_clock):
    deliver([a_line(1)])
    stopped_clock.at("2024-09-06T00:00:00+08:00")
    assert deliver([a_line(1)], "again.csv", "v2").known == 1
    assert [one.billing_period for one in every_record(UsageLine)] == ["2024-08"]


def test_a_line_is_counted_once_also_when_its_sub_account_changes_hands(august, world):
    deliver([a_line(1)])
    mapping = {"provider": "AWS", "sub_account_id": "sub-1", "customer_id": "C3"}
    world.call(vendor_user(), "PUT", "/consumption/sub-accounts", mapping).ok()
    deliver([a_line(1), a_line(2)], "again.csv", "v2")
    assert [(one.line_id, one.customer_id) for one in sorted(every_record(UsageLine), key=lambda x: x.line_id)] == [
        ("1", "C1"),
        ("2", "C3"),
    ]


def test_twice_in_parts_and_shuffled_leave_the_same(august, world):
    lines = many(200)
    deliver(lines)
    world.settle()
    whole = state()
    deliver(lines, delivery="v2")
    deliver(lines[:120], "part-1.csv")
    deliver(lines[80:], "part-2.csv")
    shuffled = lines[:]
    random.Random(7).shuffle(shuffled)
    deliver(shuffled, "shuffled.csv")
    world.settle()
    assert state() == whole


def test_overlapping_parts_in_another_order_sum_up_to_the_same(august, world):
    lines = many(150)
    deliver(lines[60:], "part-2.csv")
    deliver(lines[:90], "part-1.csv")
    world.settle(shuffled=random.Random(3), twice=True)
    exact = sum((one.amount.amount for one in every_record(UsageLine) if one.customer_id == "C1"), start=Money.zero().amount)
    assert len(every_record(UsageLine)) == 150
    assert the_month().consumption.amount == exact
    assert the_month().charged == the_month().consumption.cents()


def test_killed_after_any_transaction_and_delivered_again_it_leaves_the_same(august, monkeypatch):
    monkeypatch.setattr(intake, "ROWS_AT_ONCE", 5)
    lines = [*many(13), a_line(900, sub_account="nobody"), a_line(901, "x"), a_line(1, "3"), a_line(2, "0.00002", sub_account="sub-3")]
    file = put("usage.csv", as_csv(lines))
    assert tell_of(file)
    expected = left_by_the_file()
    for writes in range(1, 8):
        forget_usage()
        with faults.watching(after=faults.killed_after(writes)) as calls, contextlib.suppress(faults.Killed):
            tell_of(file)
        assert tell_of(file)
        assert left_by_the_file() == expected, f"killed after write {writes}"
    assert calls["TransactWriteItems"] == 6  # so that the last round was not killed any more


def test_one_delivery_handled_by_two_functions_at_once_counts_each_line_once(august, monkeypatch):
    monkeypatch.setattr(intake, "ROWS_AT_ONCE", 5)
    file = put("usage.csv", as_csv(many(12)))
    others = iter([True])

    def another_is_faster(operation, writes):
        if operation == "TransactWriteItems" and writes == 2 and next(others, False):
            assert tell_of(file)

    with faults.watching(before=another_is_faster):
        assert tell_of(file)
    (record,) = every_record(UsageFile)
    assert (record.taken, record.known, len(every_record(UsageLine))) == (12, 0, 12)
    assert sum(total.lines for total in every_record(UsageControl)) == 12


def left_by_the_file():
    return state(), rejects(), [(file.taken, file.known, file.rejected, file.status) for file in every_record(UsageFile)]


def forget_usage():
    kept = (Association, CustomerAccount, SubAccount)
    with Record.batch_write() as batch:
        for record in Record.scan():
            if not isinstance(record, kept):
                batch.delete(record)


def test_when_time_runs_out_the_next_delivery_goes_on(august):
    file = put("usage.csv", as_csv(many(300)))
    calls = iter([900_000, 900_000, 1_000])
    arrived = Object("partner-center-intake", file, 1, "D1", lambda: next(calls))
    with pytest.raises(TimeIsUp):
        take_in_usage(arrived)
    before = len(every_record(UsageLine))
    assert 0 < before < 300
    take_in_usage(Object("partner-center-intake", file, 1, "D1", lambda: 900_000))
    (record,) = every_record(UsageFile)
    assert (record.taken, record.known, record.status) == (300, 0, UsageFileStatus.COMPLETED)


def test_a_file_without_time_goes_back_to_its_queue(august):
    assert not tell_of(put("usage.csv", as_csv(many(3))), remaining_ms=1_000)


def test_a_file_replaced_while_it_was_read_is_left_to_its_own_delivery(august):
    file = put("usage.csv", as_csv(many(3)))
    assert not tell_of(file, "v1", remaining_ms=1_000)
    put("usage.csv", as_csv(many(5)))
    assert tell_of(file, "v1")
    assert every_record(UsageLine) == []
    assert tell_of(file, "v2")
    assert {one.status: one.taken for one in every_record(UsageFile)} == {UsageFileStatus.SUPERSEDED: 0, UsageFileStatus.COMPLETED: 5}


def test_every_bad_line_has_its_number_and_reason_and_does_not_stop_the_others(august):
    a_customer("C9", since="2024-08-20T10:00:00+08:00", uses=["sub-9"])
    good = a_line(1)
    text = as_csv(
        [
            good,  # lines 2 and 3: the tags hold a line break
            a_line(2, "abc"),
            a_line(3, ChargePeriodStart="soon"),
            a_line(4, BillingCurrency="XTS"),
            a_line("NULL"),
            a_line(6, sub_account="nobody"),
            a_line(7, sub_account="NULL"),
            a_line(8, sub_account="sub-9"),  # its hour ends as the association begins
            a_line(1, "2"),
            a_line(10, ServiceName=""),
            a_line(11, ResourceName="x" * 2000),
        ]
    )
    text += "too,few\n" + '"' + "y" * 40_000 + '"\n' + ",".join(["z"] * (len(COLUMNS) + 1)) + "\n" + '"never closed\n'
    file = deliver(text)
    assert reasons() == {
        4: BadLine.UNREADABLE_AMOUNT,
        6: BadLine.UNREADABLE_DATE,
        8: BadLine.UNKNOWN_CURRENCY,
        10: BadLine.NO_LINE_ID,
        12: BadLine.SUB_ACCOUNT_UNMAPPED,
        14: BadLine.SUB_ACCOUNT_UNMAPPED,
        16: BadLine.CUSTOMER_NOT_ASSOCIATED,
        18: BadLine.IDENTITY_REUSED,
        20: BadLine.INCOMPLETE_LINE,
        22: BadLine.LINE_TOO_LONG,
        24: BadLine.WRONG_COLUMN_COUNT,
        25: BadLine.LINE_TOO_LONG,
        26: BadLine.UNREADABLE_DATE,
        27: BadLine.UNREADABLE_LINE,
    }
    assert (file.taken, file.known, file.rejected) == (1, 0, 14)


def test_a_refused_line_stands_in_the_reject_file_as_it_was(august):
    bad = a_line(1, "abc")
    deliver([bad])
    (row,) = rejects()
    assert row["line"] == as_csv([bad]).split("\n", 1)[1].rstrip("\n")
    assert row["reason_zh"] == "金额无法识别"


def test_a_line_before_the_association_is_not_the_partners(august):
    a_customer("C9", since="2024-08-20T10:00:00+08:00", uses=["sub-9"])
    deliver([a_line(1, sub_account="sub-9", ChargePeriodEnd="2024-08-20 02:00:01")])
    assert line(1).customer_id == "C9"


def test_an_unlinked_customers_lines_are_refused(august):
    association = Association.get("partner/P1/customer", "C1")
    association.status = AssociationStatus.UNLINKED
    association.save()
    deliver([a_line(1)])
    assert list(reasons().values()) == [BadLine.CUSTOMER_NOT_ASSOCIATED]


def test_delivered_again_after_the_mapping_a_refused_line_is_taken_and_the_reject_file_says_so(august):
    deliver([a_line(1), a_line(2, sub_account="sub-9")])
    a_customer("C9", uses=["sub-9"])
    file = deliver([a_line(1), a_line(2, sub_account="sub-9")], delivery="v2")
    assert (file.taken, file.known, file.rejected) == (1, 1, 0)
    assert rejects() == []


def test_the_order_of_columns_does_not_matter_but_none_may_lack(august):
    assert deliver(as_csv([a_line(1)], tuple(reversed(COLUMNS)))).taken == 1
    file = deliver(as_csv([a_line(2)], COLUMNS[1:]), "short.csv")
    assert file.status is UsageFileStatus.UNREADABLE
    assert reasons("short.csv") == {1: BadLine.UNKNOWN_HEADER}


def test_an_empty_file_is_no_usage_file(august):
    assert deliver("").status is UsageFileStatus.UNREADABLE


def test_many_partners_in_one_file_still_fit_into_transactions(world):
    for number in range(60):
        a_customer(f"K{number}", of=f"PT{number}", uses=[f"k-{number}"])
    file = deliver([a_line(number, sub_account=f"k-{number % 60}") for number in range(120)])
    assert file.taken == 120
    assert sum(total.lines for total in every_record(UsageControl)) == 120


def test_a_chunk_is_three_rounds_and_one_transaction(august):
    put("usage.csv", as_csv(many(80)))
    with faults.watching() as calls:
        tell_of("consumption/focus/usage.csv")
    assert calls["TransactWriteItems"] == 3  # begun, the lines, completed
    assert calls["TransactGetItems"] <= 6
