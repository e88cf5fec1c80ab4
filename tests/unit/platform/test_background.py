"""Consumers and schedules: twice, late, killed, partly failing."""

import json

import pytest

from partner_center.kernel import clock
from partner_center.platform.events import Outbox, bus_entries
from partner_center.platform.schedule import MARGIN_MS, JobFailed
from partner_center.platform.table import Record
from tests.kit import faults
from tests.kit.sample.purse import Gift, Purse, open_purse
from tests.kit.world import ROOT, Context, http_event, load, partner_user, sqs_event

SHOP = ROOT / "tests/kit/sample/shop"
PUT_IN, NOTE, CLOSE = (load(SHOP / f"{name}.py").app for name in ("put_in", "note_gift", "close_purses"))


def messages() -> list[str]:
    return [
        json.dumps({"detail-type": entry["DetailType"], "detail": json.loads(entry["Detail"])})
        for record in Record.scan()
        if isinstance(record, Outbox)
        for entry in bus_entries(record, "bus")
    ]


def gifts() -> str | None:
    return next((item.times for item in Record.scan() if isinstance(item, Gift)), None)


@pytest.fixture
def one_event(cloud, stopped_clock) -> str:
    open_purse("P1", "a")
    PUT_IN(
        http_event(
            "POST",
            "/purses/{purse_id}/money",
            {"purse_id": "a"},
            body={"amount": "1"},
            headers={"Idempotency-Key": "k"},
            caller=partner_user("P1"),
        ),
        Context(),
    )
    (message,) = messages()
    return message


def test_an_event_delivered_five_times_has_its_effect_once(one_event):
    assert NOTE(sqs_event(one_event, one_event), Context()) == {"batchItemFailures": []}
    for _ in range(3):
        NOTE(sqs_event(one_event), Context())
    assert gifts() == "1"


def test_a_consumer_killed_after_its_commit_does_nothing_more_when_the_event_comes_again(one_event):
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(1)):
        NOTE(sqs_event(one_event), Context())
    NOTE(sqs_event(one_event), Context())
    assert gifts() == "1"


def test_only_the_failing_message_of_a_batch_goes_back(one_event):
    broken = json.dumps({"detail-type": "sample.money_put_in", "detail": {"event_id": "x"}})
    answer = NOTE(sqs_event(broken, one_event), Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert gifts() == "1"


def test_only_the_failing_change_of_the_stream_comes_again(cloud):
    publish = load(ROOT / "functions/events/publish_outbox.py").app
    changes = [("7", "INSERT", "outbox"), ("8", "MODIFY", "outbox"), ("9", "INSERT", "purse")]  # the first lacks what it should tell
    records = [
        {"eventName": name, "dynamodb": {"SequenceNumber": number, "NewImage": {"kind": {"S": kind}}}} for number, name, kind in changes
    ]
    assert publish({"Records": records}, Context()) == {"batchItemFailures": [{"itemIdentifier": "7"}]}


def test_a_job_does_what_is_due_and_nothing_else(cloud, stopped_clock):
    for name, day in (("a", "2024-09-01"), ("b", "2024-09-02"), ("c", "2024-09-03")):
        open_purse("P1", name, closes_at=clock.instant(day))
    report = CLOSE({"as_of": "2024-09-02T00:05:00+08:00"}, Context())
    assert (report["done"], report["failed"]) == (2, [])
    assert CLOSE({"as_of": "2024-09-02T00:05:00+08:00"}, Context())["done"] == 0
    assert [p.purse_id for p in Record.scan() if isinstance(p, Purse) and p.closes_at] == ["c"]


def test_an_item_that_fails_does_not_stop_the_others_and_the_job_says_so(cloud, stopped_clock):
    open_purse("P1", "a", closes_at=clock.instant("2024-09-01"), holder="stubborn")
    open_purse("P1", "b", closes_at=clock.instant("2024-09-01"))
    with pytest.raises(JobFailed, match="1 failed, 1 done"):
        CLOSE({"as_of": "2024-09-02"}, Context())


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_a_job_killed_after_any_write_ends_in_the_same_state(cloud, stopped_clock, writes):
    for name in "abc":
        open_purse("P1", name, closes_at=clock.instant("2024-09-01"))
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(writes)):
        CLOSE({"as_of": "2024-09-02"}, Context())
    CLOSE({"as_of": "2024-09-02"}, Context())
    assert [(p.purse_id, p.version, p.closes_at) for p in Record.scan() if isinstance(p, Purse)] == [(n, 2, None) for n in "abc"]


def test_a_job_that_runs_out_of_time_leaves_the_rest_due(cloud, stopped_clock):
    open_purse("P1", "a", closes_at=clock.instant("2024-09-01"))
    report = CLOSE({"as_of": "2024-09-02"}, Context(remaining_ms=MARGIN_MS - 1))
    assert (report["done"], report["unfinished"]) == (0, True)
    assert CLOSE({"as_of": "2024-09-02"}, Context())["done"] == 1
