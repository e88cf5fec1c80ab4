"""Making the file: in pieces, in several runs, killed anywhere, delivered twice; or not at all, and then in words."""

import pytest

from partner_center.exports import store, writing
from partner_center.exports.task import ExportStatus
from partner_center.kernel.permissions import Role
from partner_center.platform import aws, catalogue, view
from tests.kit import faults
from tests.kit.customers import a_linked_customer
from tests.kit.exports import BOSS, Countdown, ask, csv_rows, export, fetched, objects, task_of, work_on, xlsx_rows
from tests.kit.world import partner_user

CUSTOMERS = "customers.list_customers"
EXPECTED = ["C3", "C2", "C1"]
AMPLE, LITTLE = 900_000, writing.MARGIN_MS - 1


def ids(world, task_id, file_format):
    content = fetched(world, task_id, by=BOSS)
    return [row[0] for row in (csv_rows(content) if file_format == "csv" else xlsx_rows(content))[1:]]


def asked_for(world, file_format="xlsx", **wishes):
    return ask(world, CUSTOMERS, by=BOSS, format=file_format, **wishes).ok()["task_id"]


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_a_file_made_in_pieces_is_the_file_made_at_once(world, customers, small_pieces, file_format):
    task_id = export(world, CUSTOMERS, by=BOSS, format=file_format)
    assert ids(world, task_id, file_format) == EXPECTED
    task = task_of(task_id, by=BOSS)
    assert (task.rows, task.state, task.idle_runs) == (3, None, 0)
    assert objects() == [task.file_key]


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_is_too_small_for_a_part_waits_beside(world, customers, small_pieces, monkeypatch, file_format):
    monkeypatch.setattr(store, "PART", 10**9)
    task_id = export(world, CUSTOMERS, by=BOSS, format=file_format)
    assert ids(world, task_id, file_format) == EXPECTED
    assert objects() == [task_of(task_id, by=BOSS).file_key]


def test_progress_shows_while_the_file_is_made(world, customers, small_pieces):
    task_id, seen = asked_for(world), []

    def look(operation, writes):
        if operation == "TransactWriteItems":
            (listed,) = world.call(BOSS, "GET", "/exports/tasks").ok()["items"]
            seen.append((listed["status"], listed["rows"]))

    with faults.watching(after=look):
        world.settle()
    assert [("processing", rows) for rows in (0, 1, 2)] == seen[:3]
    assert seen[-1] == ("completed", 3)
    assert task_of(task_id, by=BOSS).status is ExportStatus.COMPLETED


@pytest.mark.parametrize("part", [64, 10**9])
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_a_run_without_time_goes_on_in_another(world, customers, small_pieces, monkeypatch, file_format, part):
    monkeypatch.setattr(store, "PART", part)
    task_id = asked_for(world, file_format)
    world.delivered |= {outbox.commit_id for outbox in _outboxes()}
    # at the door, at its start, after the first page: no time left
    assert work_on(task_id, by=BOSS, context=Countdown(AMPLE, AMPLE, LITTLE))
    task = task_of(task_id, by=BOSS)
    assert (task.status, task.rows, task.runs) == (ExportStatus.PROCESSING, 1, 1)
    world.settle()
    assert task_of(task_id, by=BOSS).runs == 2
    assert ids(world, task_id, file_format) == EXPECTED


def test_a_run_that_gets_no_time_at_all_hands_the_export_on(world, customers):
    task_id = asked_for(world)
    world.delivered |= {outbox.commit_id for outbox in _outboxes()}
    assert work_on(task_id, by=BOSS, context=Countdown(LITTLE))
    assert task_of(task_id, by=BOSS).runs == 0
    assert work_on(task_id, by=BOSS, context=Countdown(LITTLE))  # the same delivery: heard before
    world.settle()
    assert task_of(task_id, by=BOSS).runs == 1
    assert ids(world, task_id, "xlsx") == EXPECTED


@pytest.mark.parametrize("part", [64, 10**9])
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
@pytest.mark.parametrize("writes", range(1, 7))
def test_killed_after_any_commit_the_next_delivery_finishes(world, customers, small_pieces, monkeypatch, file_format, part, writes):
    monkeypatch.setattr(store, "PART", part)
    task_id = asked_for(world, file_format)
    try:
        with faults.watching(after=faults.killed_after(writes)):
            work_on(task_id, by=BOSS)
    except faults.Killed:
        pass
    assert work_on(task_id, by=BOSS)
    assert ids(world, task_id, file_format) == EXPECTED
    assert task_of(task_id, by=BOSS).rows == 3


@pytest.mark.parametrize("call", ["put_object", "upload_part", "complete_multipart_upload"])
@pytest.mark.parametrize("before", [True, False])
def test_killed_around_any_write_to_the_bucket_the_next_delivery_finishes(world, customers, small_pieces, monkeypatch, call, before):
    task_id = asked_for(world, "csv", columns=["customer_id"])
    monkeypatch.setattr(store, "PART", 10)
    real = aws.client("s3")

    class Deadly:
        def __getattr__(self, name):
            return lambda **given: self._call(name, given)

        def _call(self, name, given):
            if name == call and before:
                raise faults.Killed
            answer = getattr(real, name)(**given)
            if name == call:
                raise faults.Killed
            return answer

    with monkeypatch.context() as dying:
        dying.setattr(aws, "client", lambda _service: Deadly())
        if call == "put_object":
            dying.setattr(store, "PART", 10**9)
        with pytest.raises(faults.Killed):
            work_on(task_id, by=BOSS)
    assert task_of(task_id, by=BOSS).status is ExportStatus.PROCESSING
    assert work_on(task_id, by=BOSS)
    assert ids(world, task_id, "csv") == EXPECTED


def test_delivered_twice_it_is_made_once(world, customers):
    task_id = asked_for(world)
    world.settle(twice=True)
    first = task_of(task_id, by=BOSS)
    a_linked_customer("C4")
    assert work_on(task_id, by=BOSS)
    assert task_of(task_id, by=BOSS).version == first.version
    assert ids(world, task_id, "xlsx") == EXPECTED
    assert sum(event["DetailType"] == "exports.export_completed" for event in world.bus) == 1


def test_two_runs_at_once_make_one_file(world, customers, small_pieces):
    task_id, meanwhile = asked_for(world), []

    def interfere(operation, writes):
        if operation == "TransactWriteItems" and len(meanwhile) < 2:
            meanwhile.append(operation)
            if len(meanwhile) == 2:  # the first run is about to commit its first checkpoint
                assert work_on(task_id, by=BOSS, event="E2")

    with faults.watching(before=interfere):
        assert work_on(task_id, by=BOSS)
    task = task_of(task_id, by=BOSS)
    assert (task.status, task.runs, task.rows) == (ExportStatus.COMPLETED, 2, 3)
    assert ids(world, task_id, "xlsx") == EXPECTED


def test_rows_that_come_and_go_between_runs_disturb_no_others(world, customers, small_pieces):
    task_id = asked_for(world)
    assert work_on(task_id, by=BOSS, context=Countdown(AMPLE, AMPLE, LITTLE))
    a_linked_customer("C4")  # newest first: before the place where it goes on
    world.settle()
    assert ids(world, task_id, "xlsx") == EXPECTED


def test_a_page_that_filters_everything_away_ends_too(world, customers, small_pieces):
    task_id = export(world, CUSTOMERS, by=BOSS, filters={"customer_name": "nobody"})
    assert ids(world, task_id, "xlsx") == []
    assert task_of(task_id, by=BOSS).rows == 0


@pytest.mark.rule("10.4.4.2/r3")
def test_more_records_than_one_export_holds_are_refused_in_words(world, customers, small_pieces, monkeypatch):
    assert catalogue.page("consumption.list_consumption_details").view.largest_export == 5_000_000
    monkeypatch.setattr(catalogue.page(CUSTOMERS).view, "largest_export", 2)
    task_id = export(world, CUSTOMERS, by=BOSS)
    shown = world.call(BOSS, "GET", f"/exports/tasks/{task_id}").ok()
    assert (shown["status"], shown["failure_reason"]["zh"]) == ("failed", "记录数超过单次导出上限（上限 2）")
    assert shown["failure_reason"]["en"] == "There are more records than one export holds (at most 2)"
    assert [event["DetailType"] for event in world.bus][-1] == "exports.export_failed"
    assert objects() == []
    monkeypatch.setattr(catalogue.page(CUSTOMERS).view, "largest_export", 3)
    assert ids(world, export(world, CUSTOMERS, by=BOSS), "xlsx") == EXPECTED


def test_a_sheet_ends_where_excels_does(world, customers, monkeypatch):
    monkeypatch.setattr(writing.XlsxSheet, "largest", 2)
    assert task_of(export(world, CUSTOMERS, by=BOSS), by=BOSS).failure_facts == {"limit": 2}
    assert ids(world, export(world, CUSTOMERS, by=BOSS, format="csv"), "csv") == EXPECTED


def test_a_workbook_beyond_its_archive_fails_in_words(world, customers, monkeypatch):
    monkeypatch.setattr("partner_center.exports.zip_stream.LARGEST", 500)
    assert task_of(export(world, CUSTOMERS, by=BOSS), by=BOSS).failure == "export_too_large"


def test_a_right_that_the_page_asks_for_since_is_asked_for_again(world, customers, monkeypatch):
    task_id = asked_for(world)
    monkeypatch.setattr(catalogue.page(CUSTOMERS).view, "export_allow", "funds.credit_top_up")
    world.settle()
    assert (task_of(task_id, by=BOSS).status, task_of(task_id, by=BOSS).failure) == (ExportStatus.FAILED, "export_not_allowed")


def test_the_file_holds_what_its_requester_may_see(world, customers):
    manager = partner_user("P1", Role.ACCOUNT_MANAGER, name="wang")
    limited = type(manager)(**{**manager.__dict__, "limited_to": (manager.user_id,)})
    task_id = ask(world, "coupons.list_issued_vouchers", by=limited).ok()["task_id"]
    kept = task_of(task_id, by=limited).requester
    assert (kept.limited_to, kept.roles, kept.partner, kept.session) == ((manager.user_id,), manager.roles, "P1", None)


def test_what_goes_wrong_again_and_again_ends_in_words(world, customers, monkeypatch):
    def broken(*args, **given):
        raise RuntimeError("nobody foresaw this")

    with monkeypatch.context() as wrong:
        wrong.setattr(view.View, "read", broken)
        task_id = export(world, CUSTOMERS, by=BOSS)
    task = task_of(task_id, by=BOSS)
    assert (task.status, task.failure, task.runs) == (ExportStatus.FAILED, "export_interrupted", writing.IDLE_RUNS + 1)
    assert world.call(BOSS, "GET", "/exports/tasks").ok()["items"][0]["failure_reason"]["zh"] == "导出多次中断"
    assert ids(world, export(world, CUSTOMERS, by=BOSS), "xlsx") == EXPECTED


def test_a_passing_trouble_is_passed(world, customers, monkeypatch):
    real, times = view.View.read, []

    def once_broken(self, *args, **given):
        times.append(1)
        if len(times) == 1:
            raise RuntimeError("once")
        return real(self, *args, **given)

    monkeypatch.setattr(view.View, "read", once_broken)
    assert ids(world, export(world, CUSTOMERS, by=BOSS), "xlsx") == EXPECTED


def test_who_asked_is_told_when_the_file_is_there(world, customers):
    task_id = export(world, CUSTOMERS, by=BOSS)
    (told,) = [event for event in world.bus if event["DetailType"] == "exports.export_completed"]
    assert f'"task_id": "{task_id}"' in told["Detail"]
    assert '"rows": 3' in told["Detail"]


def _outboxes():
    from partner_center.platform.events import Outbox

    return list(Outbox.scan())
