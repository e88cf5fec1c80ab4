"""`python -m infra.bench_export 1000000 xlsx`: what a large export costs in time and memory, without a cloud.

It is the real export of the real page of consumption details. Stand-ins are the storage, which answers pages of items as DynamoDB sends
them, the bucket, which counts bytes, and the table of the task itself. Prints one JSON object; seconds and bytes of memory (peak).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("AWS_DEFAULT_REGION", "cn-north-1")
os.environ.setdefault("FILES_BUCKET", "files")
os.environ.setdefault("POWERTOOLS_TRACE_DISABLED", "true")
os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "ERROR")

from partner_center.consumption.usage_line import UsageLine
from partner_center.exports import store, writing
from partner_center.exports.events import ExportWaiting
from partner_center.exports.task import ExportFormat, ExportStatus, ExportTask, Language
from partner_center.kernel import clock
from partner_center.kernel.permissions import Actor, Role
from partner_center.platform import view
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Happened
from partner_center.platform.table import Page

RUN_MS = 60_000  # of one invocation: far below what it has on AWS, so that going on is measured too
NOW = clock.instant("2024-10-08T10:00:00+08:00")
CALLER = Caller("U1", Actor.PARTNER, (Role.PARTNER_ADMIN.value,), "admin", partner="P1")


class Storage:
    """Answers the queries of the export with lines that differ, page after page."""

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def query(self, record: Any, partition: str, *, limit: int, start: dict[str, Any] | None = None, **_: Any) -> Page[Any]:
        """One page of the storage."""
        begin = int(start["sk"]["S"]) if start else 0
        end = min(self.rows, begin + limit)
        items = [record.from_raw_data(self._item(number)) for number in range(begin, end)]
        return Page(items, {"sk": {"S": str(end)}} if end < self.rows else None)

    def _item(self, number: int) -> dict[str, Any]:
        day, hour = 1 + number // 24 % 28, number % 24
        texts = {
            "pk": f"usage_line/{number:040d}",
            "sk": f"L{number:012d}",
            "kind": "usage_line",
            "identity": f"{number:040d}",
            "line_id": f"L{number:012d}",
            "content": f"{number * 7919:040d}",
            "partner_id": "P1",
            "customer_id": f"C{number % 500:06d}",
            "customer_name": f"青山科技{number % 500}有限公司",
            "association_type": "resale",
            "billing_period": "2024-09",
            "charge_kind": "consumption",
            "provider": "AWS",
            "product_type": "Compute",
            "product_name": "Elastic Compute Cloud",
            "billing_mode": "on_demand",
            "region": "cn-north-1",
            "resource_id": f"i-{number * 104729 % 16**12:012x}",
            "resource_name": f"web-{number % 997}",
            "consumed_from": f"2024-09-{day:02d}T{hour:02d}:00:00.000000Z",
            "consumed_to": f"2024-09-{day:02d}T{hour:02d}:59:59.000000Z",
            "billed_currency": "USD",
            "owner_pk": "partner/P1/usage/2024-09/C000001",
            "owner_sk": f"2024-09-{day:02d}T{hour:02d}:00:00.000000Z/{number:040d}",
        }
        numbers = {"version": "1", "billed": f"{number % 100_000}.0712", "amount": f"{number % 700_000}.51230917"}
        return {name: {"S": text} for name, text in texts.items()} | {name: {"N": text} for name, text in numbers.items()}


class Bucket:
    """Takes what is stored and counts it."""

    def __init__(self) -> None:
        self.size = 0
        self._tails: dict[str, bytes] = {}

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """A whole object; a tail is kept, for it is read again."""
        if "tail" in key:
            self._tails = {key: content}
        else:
            self.size += len(content)

    def get(self, key: str) -> bytes:
        """A tail."""
        return self._tails[key]

    def add_part(self, key: str, upload: str, number: int, content: bytes) -> str:
        """A part."""
        self.size += len(content)
        return f'"{number:032x}"'


class Desk:
    """The unit of work of the one task."""

    def __init__(self, task: ExportTask) -> None:
        self.task, self.now, self.waiting = task, NOW, 0

    def get(self, key: Any, *, or_none: bool = False) -> ExportTask:
        """The task."""
        return self.task

    def change(self, *records: Any) -> None:
        """It is changed in place."""

    def emit(self, *events: Any) -> None:
        """Another run is asked for."""
        self.waiting += sum(isinstance(event, ExportWaiting) for event in events)


def main(rows: int, file_format: str) -> None:
    """Export so many rows, in as many runs as they take."""
    task = ExportTask(
        scope="partner/P1",
        user_id="U1",
        task_id="EX1",
        partner_id="P1",
        page="consumption.list_consumption_details",
        title_zh="客户消费明细",
        title_en="Consumption details",
        asked={"billing_period": "2024-09", "customer_id": "C000001"},
        columns=[column.name for column in _page().columns],
        format=ExportFormat(file_format),
        language=Language.ZH,
        acting_as=CALLER.as_context(),
        requested_at=NOW,
        touched_at=NOW,
    )
    desk, bucket, storage = Desk(task), Bucket(), Storage(rows)
    _stand_in(desk, bucket, storage)
    began, runs = time.monotonic(), 0
    event = ExportWaiting(partner_id="P1", scope=task.scope, user_id="U1", task_id="EX1")
    while task.status is ExportStatus.PROCESSING:
        runs += 1
        run = writing.Run(ExportTask.key(scope=task.scope, user_id="U1", task_id="EX1"), event, _invocation())
        assert run.take()
        run.go_on()
    seconds = time.monotonic() - began
    peak = peak_memory()
    told = {"rows": int(task.rows), "status": task.status.value, "file_bytes": bucket.size, "runs": runs}
    print(json.dumps({**told, "seconds": round(seconds, 1), "rows_per_second": round(rows / seconds), "peak_bytes": peak}))


def peak_memory() -> int:
    """The most memory that this program itself ever held, in bytes; what getrusage says counts the parent's before the start, too."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


def _invocation() -> Happened:
    """One invocation with its time."""
    started = time.monotonic()
    return Happened(NOW, "bench", "E1", lambda: int(RUN_MS - (time.monotonic() - started) * 1000))


def _page() -> view.View[UsageLine]:
    from partner_center.consumption.views import CONSUMPTION_DETAILS

    return CONSUMPTION_DETAILS


def _stand_in(desk: Desk, bucket: Bucket, storage: Storage) -> None:
    def carry_out(make: Callable[[], Any], decide: Callable[[Any], Any]) -> tuple[Any, Any]:
        return decide(desk), desk

    replaced: list[tuple[Any, str, Any]] = [
        (clock, "now", lambda: NOW),
        (view, "query", storage.query),
        (writing, "carry_out", carry_out),
        (store, "put", bucket.put),
        (store, "get", bucket.get),
        (store, "remove", lambda key: None),
        (store, "open_upload", lambda key, content_type: "upload"),
        (store, "add_part", bucket.add_part),
        (store, "join", lambda key, upload, parts: None),
    ]
    for module, name, stand_in in replaced:
        setattr(module, name, stand_in)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
