"""Fetching the file, and what becomes of it after three days."""

from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from partner_center.exports import store
from partner_center.kernel.permissions import Role
from partner_center.platform.audit import AuditRecord
from partner_center.platform.caller import Caller
from tests.kit import faults
from tests.kit.exports import BOSS, BUCKET, Countdown, ask, export, file_name_in, objects, task_of, work_on

CUSTOMERS = "customers.list_customers"


def download(world, task_id, query=""):
    return world.call(BOSS, "POST", f"/exports/tasks/{task_id}/download{query}")


@pytest.mark.rule("10.4/r3")
def test_only_a_completed_export_is_fetched(world, customers, stopped_clock):
    task_id = ask(world, CUSTOMERS, by=BOSS).ok()["task_id"]
    early = download(world, task_id)
    assert early.refusals["export_not_completed"]["facts"] == {"status": "processing"}
    world.settle()
    answer = download(world, task_id).ok()
    assert answer["file_name"] == "客户列表_20240902100300.xlsx"
    assert file_name_in(answer["url"]) == answer["file_name"]
    asked = parse_qs(urlsplit(answer["url"]).query)
    assert (asked["X-Amz-Expires"], answer["valid_seconds"]) == (["60"], 60)


def test_a_failed_export_is_asked_for_again(world, customers, monkeypatch):
    monkeypatch.setattr("partner_center.exports.zip_stream.LARGEST", 500)
    refused = download(world, export(world, CUSTOMERS, by=BOSS))
    assert refused.refusals["export_not_completed"]["way_out"] == "请重新导出"


def test_a_download_is_in_the_trail(world, customers):
    task_id = export(world, CUSTOMERS, by=BOSS)
    download(world, task_id).ok()
    (record,) = [
        found for found in AuditRecord.query(AuditRecord.partition(scope="partner/P1")) if found.action.endswith(".download_export")
    ]
    assert record.note == {"export": task_id, "page": CUSTOMERS, "rows": 3}
    assert "X-Amz" not in str(record.attribute_values)


def test_who_may_not_export_the_page_any_more_fetches_nothing(world, customers):
    task_id = export(world, CUSTOMERS, by=BOSS)
    admin = Caller(**{**BOSS.__dict__, "roles": (Role.PARTNER_ADMIN.value,)})
    assert world.call(admin, "POST", f"/exports/tasks/{task_id}/download").refused_as == "export_not_allowed"
    nobody = Caller(**{**BOSS.__dict__, "roles": ()})
    assert world.call(nobody, "POST", f"/exports/tasks/{task_id}/download").status == 403


def test_a_dry_run_leads_nowhere(world, customers):
    task_id = export(world, CUSTOMERS, by=BOSS)
    assert download(world, task_id, "?dry_run=true").ok()["result"]["url"] is None


@pytest.mark.rule("10.3.5.4/r9")
def test_after_three_days_record_and_file_are_gone(world, customers, stopped_clock):
    kept = export(world, CUSTOMERS, by=BOSS)
    stopped_clock.pass_(days=2)
    later = export(world, CUSTOMERS, by=BOSS)
    assert world.run_job("exports.purge_export_files", "2024-09-04T10:25:00+08:00")["done"] == 0
    stopped_clock.pass_(days=1)
    assert download(world, kept).status == 404  # whether the purge ran or not
    assert [task["task_id"] for task in world.call(BOSS, "GET", "/exports/tasks").ok()["items"]] == [later]
    assert world.run_job("exports.purge_export_files", "2024-09-05T10:25:00+08:00")["done"] == 1
    assert task_of(kept, by=BOSS) is None
    assert objects() == [task_of(later, by=BOSS).file_key]
    assert world.run_job("exports.purge_export_files", "2024-09-05T10:25:00+08:00")["done"] == 0


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_purge_that_dies_is_finished_by_the_next(world, customers, when):
    task_id = export(world, CUSTOMERS, by=BOSS)
    deadly = {when: faults.killed_after(1)}
    with pytest.raises(faults.Killed), faults.watching(**deadly):
        world.run_job("exports.purge_export_files", "2024-09-06T10:25:00+08:00")
    world.run_job("exports.purge_export_files", "2024-09-06T11:25:00+08:00")
    assert (task_of(task_id, by=BOSS), objects()) == (None, [])


def test_a_purge_takes_what_a_dead_run_left(world, customers, small_pieces):
    task_id = ask(world, CUSTOMERS, by=BOSS).ok()["task_id"]
    assert work_on(task_id, by=BOSS, context=Countdown(900_000, 900_000, 0))
    assert task_of(task_id, by=BOSS).state["upload"]
    world.run_job("exports.purge_export_files", "2024-09-06T10:25:00+08:00")
    assert "Uploads" not in boto3.client("s3").list_multipart_uploads(Bucket=BUCKET)
    assert (task_of(task_id, by=BOSS), objects()) == (None, [])
    world.settle()
    assert objects() == []


def test_a_purge_takes_a_tail_too(world, customers, small_pieces, monkeypatch):
    monkeypatch.setattr(store, "PART", 10**9)
    task_id = ask(world, CUSTOMERS, by=BOSS).ok()["task_id"]
    assert work_on(task_id, by=BOSS, context=Countdown(900_000, 900_000, 0))
    assert objects() == [task_of(task_id, by=BOSS).state["tail"]]
    world.run_job("exports.purge_export_files", "2024-09-06T10:25:00+08:00")
    assert objects() == []


def test_an_export_that_nobody_works_on_any_more_is_woken(world, customers, stopped_clock):
    task_id = ask(world, CUSTOMERS, by=BOSS).ok()["task_id"]
    world.delivered |= {outbox.commit_id for outbox in _outboxes()}  # its event is lost
    assert world.run_job("exports.purge_export_files", "2024-09-02T11:25:00+08:00")["done"] == 0
    stopped_clock.at("2024-09-02T12:25:00+08:00")
    assert world.run_job("exports.purge_export_files", "2024-09-02T12:25:00+08:00")["done"] == 1
    assert world.run_job("exports.purge_export_files", "2024-09-02T12:25:00+08:00")["done"] == 0
    world.settle()
    assert download(world, task_id).ok()["url"]


def _outboxes():
    from partner_center.platform.events import Outbox

    return list(Outbox.scan())
