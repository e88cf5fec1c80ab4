"""Counting attempts: atomic, by window, forgetting nobody's name into the table."""

from __future__ import annotations

import pytest

from partner_center.platform.problems import Halt
from partner_center.platform.table import Record
from partner_center.platform.throttle import Counter, Limit
from tests.kit import faults

SOME = Limit("some", times=2, within_s=3600)


def test_beyond_the_limit_nobody_passes_and_others_are_not_touched(cloud: None):
    assert [SOME.take("wang"), SOME.take("wang")] == [1, 2]
    with pytest.raises(Halt) as halt:
        SOME.take("wang")
    assert halt.value.code == "too_many_requests"
    assert SOME.take("li") == 1


def test_looking_counts_nothing(cloud: None):
    assert [SOME.count("wang", by=0), SOME.count("wang", by=0), SOME.count("wang")] == [0, 0, 1]


def test_a_counter_names_nobody_and_is_forgotten_by_the_table(cloud: None):
    SOME.take("wang@example.com")
    counter = next(Record.scan())
    assert "wang" not in f"{counter.pk}{counter.fields()}"
    assert isinstance(counter, Counter)
    assert counter.expires_at_epoch > int(counter.sk)


def test_counting_is_one_call(cloud: None):
    with faults.watching() as calls:
        SOME.take("wang")
    assert calls.total() == 1
