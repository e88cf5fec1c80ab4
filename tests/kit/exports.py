"""Exports in tests: ask for one, let it be made, fetch and open the file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from partner_center.exports.task import ExportTask, task_key
from partner_center.kernel.permissions import Role
from partner_center.platform.caller import Caller
from tests.kit.customers import found
from tests.kit.world import Answer, Context, World, functions, partner_user, sqs_event

BUCKET = "partner-center-files"
ADMIN = partner_user("P1")
BOSS = partner_user("P1", Role.SUPER_ADMIN, name="boss")


def ask(world: World, kind: str, *, by: Caller = ADMIN, **wishes: Any) -> Answer:
    """Ask for an export."""
    return world.call(by, "POST", "/exports/tasks", {"kind": kind, **wishes})


def task_of(task_id: str, *, by: Caller = ADMIN) -> ExportTask | None:
    """A task as it is in the table now."""
    task: ExportTask | None = found(task_key(by, task_id))
    return task


def export(world: World, kind: str, *, by: Caller = ADMIN, **wishes: Any) -> str:
    """Ask for an export and let it be made; the task's id."""
    task_id: str = ask(world, kind, by=by, **wishes).ok()["task_id"]
    world.settle()
    return task_id


class Countdown(Context):
    """A Lambda context whose remaining time is what a list says, call by call; the last one for ever."""

    def __init__(self, *remaining_ms: int) -> None:
        super().__init__()
        self._left: Iterator[int] = iter(remaining_ms)
        self._last = remaining_ms[-1]

    def get_remaining_time_in_millis(self) -> int:
        return next(self._left, self._last)


def work_on(task_id: str, *, by: Caller = ADMIN, context: Context | None = None, event: str = "E1") -> bool:
    """One delivery of the event that an export waits; False when it goes back to its queue."""
    data = {"partner_id": by.partner, "scope": by.scope, "user_id": by.user_id, "task_id": task_id}
    detail = {"event_id": event, "correlation_id": "test-0001", "occurred_at": "2024-09-02T02:00:00Z", "data": data}
    message = json.dumps({"detail-type": "exports.export_waiting", "detail": detail})
    answer = functions()["exports.write_export"](sqs_event(message), context or Context())
    return not answer["batchItemFailures"]


def fetched(world: World, task_id: str, *, by: Caller = ADMIN) -> bytes:
    """The bytes behind the address that a download gets."""
    url = urlsplit(world.call(by, "POST", f"/exports/tasks/{task_id}/download").ok()["url"])
    key = unquote(url.path).removeprefix(f"/{BUCKET}").lstrip("/")
    content: bytes = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return content


def file_name_in(url: str) -> str:
    """The name under which a browser saves what an address leads to."""
    disposition = parse_qs(urlsplit(url).query)["response-content-disposition"][0]
    named = re.search(r"filename\*=UTF-8''(\S+)", disposition)
    assert named, disposition
    return unquote(named[1])


def csv_rows(content: bytes) -> list[list[str]]:
    """A CSV file's rows, the header first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_of(content: bytes) -> Worksheet:
    """The one sheet of a workbook."""
    sheet = load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def xlsx_rows(content: bytes) -> list[list[Any]]:
    """A workbook's rows, the header first."""
    return [[cell.value for cell in row] for row in sheet_of(content).iter_rows()]


def objects(prefix: str = "exports/") -> list[str]:
    """The keys in the bucket of files."""
    return [entry["Key"] for entry in boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]
