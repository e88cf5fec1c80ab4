"""Files of resources: JSON lines below inventory/resources/, each line once, whatever happens on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.demo_resources import demo_alerts, demo_resources
from partner_center.customers.resources.inventory_file import FileStatus
from partner_center.customers.resources.lines import LONGEST, lines
from partner_center.kernel import clock
from tests.kit import faults
from tests.kit.customers import VENDOR, a_linked_customer
from tests.kit.exports import Countdown
from tests.kit.resources import (
    a_subscription,
    an_on_demand,
    as_lines,
    deliver,
    feed,
    file_of,
    listed,
    numbers,
    put,
    refused_lines,
    resource,
    tell_of,
    the_guides_sample,
    told,
)

MANY = 60  # lines: three transactions


@pytest.fixture
def customer(world):
    """C1, a customer of P1."""
    return a_linked_customer("C1")


def many(count=MANY):
    return as_lines(*(a_subscription(f"vm-{number:02d}", expires_at="2024-10-01T00:00:00+08:00") for number in range(count)))


def test_a_file_is_taken_in_line_by_line(world, customer):
    file = deliver(as_lines(*the_guides_sample(), an_on_demand()))
    assert (file.status, file.recorded, file.known, file.rejected) == (FileStatus.COMPLETED, 6, 0, 0)
    assert sorted(listed(world)) == ["disk-0001", "disk-0002", "disk-0003", "eip-0001", "vm-0001"]
    assert listed(world, "on-demand-resources") == ["od-1"]
    assert refused_lines(file) == []
    world.settle()
    assert told(world) == {("subscription", "2018-11-30"): 5, ("on_demand", None): 1}


def test_the_sample_file_is_taken_in_whole(world, customer):
    file = deliver((Path(__file__).parents[2] / "kit/sample/inventory.jsonl").read_bytes())
    assert (file.recorded, file.rejected) == (9, 0)
    assert listed(world, expires_within="7") == ["rds-0001"]
    assert listed(world, "on-demand-resources") == ["obs-0001"]
    assert listed(world, "resources/vm-0001/associated-resources") == ["disk-0001", "disk-0002", "disk-0003", "eip-0001"]


def test_the_demo_customer_has_resources_and_alerts_that_the_feed_takes(world, customer):
    feed(world, *demo_resources("C1", clock.now())).ok()
    assert listed(world, expires_within="7") == ["rds-0001"]
    assert len(listed(world, expires_within="15")) == 6
    assert world.call(VENDOR, "POST", "/customers/alerts", {"alerts": demo_alerts("C1", clock.now())}).ok()["recorded"] == 2


def test_bad_lines_go_to_a_file_and_the_others_are_taken_in(world, customer):
    file = deliver(
        as_lines(
            "not json",
            a_subscription("vm-1"),
            "[1, 2]",
            {**a_subscription("vm-2"), "status": "lost"},
            "",
            a_subscription("vm-3", "C-NOBODY"),
            '{"customer_id": "' + "x" * LONGEST + '"}',
            a_subscription("vm-4"),
        )
    )
    assert (file.recorded, file.rejected) == (2, 5)
    assert [line.split(",")[:2] for line in refused_lines(file)] == [
        ["1", "unreadable"],
        ["3", "unreadable"],
        ["4", "invalid"],
        ["6", "unknown_customer"],
        ["7", "too_long"],
    ]
    assert "/status" in refused_lines(file)[2]
    assert listed(world) == ["vm-1", "vm-4"]


def test_the_last_line_may_lack_its_end_and_a_mark_may_begin_the_file(world, customer):
    file = deliver(b"\xef\xbb\xbf" + as_lines(a_subscription("vm-1"), a_subscription("vm-2")).rstrip(b"\n"))
    assert (file.recorded, file.rejected) == (2, 0)


def test_bytes_that_are_no_utf8_refuse_their_line(world, customer):
    file = deliver(b'{"name": "\xff"}\n' + as_lines(a_subscription("vm-1")))
    assert (file.recorded, file.rejected) == (1, 1)


def test_a_delivery_that_is_repeated_changes_nothing(world, customer):
    key = put(many())
    assert tell_of(key)
    assert tell_of(key)
    assert (file_of(key).recorded, file_of(key).known) == (MANY, 0)
    world.settle()
    assert told(world) == {("subscription", "2024-10-01"): MANY}


def test_the_same_lines_in_another_file_tell_nothing_new(world, customer):
    deliver(many(), "first.jsonl")
    file = deliver(many(), "second.jsonl", "v2")
    assert (file.recorded, file.known) == (0, MANY)
    assert numbers() == {"subscription": {"2024-10-01": MANY}}


def test_a_resource_twice_in_a_file_is_what_its_newest_line_says(world, customer):
    later = clock.iso(clock.now() + clock.DAY)
    newest = a_subscription("vm-1", as_of=later, expires_at="2025-01-01T00:00:00+08:00", status="frozen")
    file = deliver(as_lines(a_subscription("vm-1"), newest, a_subscription("vm-1")))
    assert (file.recorded, file.known) == (2, 1)
    assert resource("vm-1").status == "frozen"
    assert numbers() == {"subscription": {"2025-01-01": 1}}


@pytest.mark.parametrize("writes", range(1, 6))
def test_a_killed_intake_goes_on_behind_its_last_transaction(world, customer, writes):
    key = put(many())
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(writes)):
        tell_of(key)
    assert tell_of(key)
    file = file_of(key)
    assert (file.status, file.recorded, file.known) == (FileStatus.COMPLETED, MANY, 0)
    world.settle()
    assert told(world) == {("subscription", "2024-10-01"): MANY}


def test_when_time_is_up_the_file_goes_back_and_its_next_delivery_goes_on(world, customer):
    key = put(many())
    assert not tell_of(key, context=Countdown(900_000, 10_000))
    assert file_of(key).recorded == 25
    assert tell_of(key)
    assert (file_of(key).recorded, file_of(key).known) == (MANY, 0)


def test_a_file_that_was_replaced_meanwhile_is_left_alone(world, customer):
    key = put(many())
    assert not tell_of(key, context=Countdown(900_000, 10_000))
    put(as_lines(a_subscription("other")))
    assert tell_of(key)
    assert file_of(key).status is FileStatus.SUPERSEDED
    assert tell_of(key, "v2")
    assert file_of(key, "v2").recorded == 1


def test_the_vendor_sees_how_far_each_file_is(world, customer):
    file = deliver(many(3))
    (row,) = world.call(VENDOR, "GET", "/customers/inventory-files").ok()["items"]
    assert (row["file_id"], row["status"], row["recorded"]) == (file.file_id, "completed", 3)
    assert row["reject_file"] == "inventory/rejected/inventory.jsonl.csv"


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_lines_keep_their_place_however_the_stream_is_cut(size):
    content = b"one\n\ntwo\r\nthree"
    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    found = list(lines(pieces, offset=100, number=7))
    assert [(line.number, line.end, line.content.strip()) for line in found] == [
        (7, 104, b"one"),
        (8, 105, b""),
        (9, 110, b"two"),
        (10, 115, b"three"),
    ]
