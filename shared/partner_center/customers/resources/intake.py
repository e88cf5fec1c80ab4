"""A file of resources is taken in: JSON lines, each as `record_customer_resources` takes a resource, read as a stream.

A transaction holds some lines and how far the file is; a function that dies anywhere leaves the lines recorded up to a place in the file,
and the next delivery goes on from there. A line that is delivered again tells nothing new (`as_of`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from pydantic import ValidationError

from partner_center.customers.resources.contracts import AT_ONCE, ResourceFacts
from partner_center.customers.resources.inventory_file import (
    BadLine,
    FileStatus,
    InventoryFile,
    InventoryReject,
    inventory_file_key,
    write_reject_file,
)
from partner_center.customers.resources.lines import Line, lines
from partner_center.customers.resources.recording import Books
from partner_center.kernel import clock
from partner_center.platform import files
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Object
from partner_center.platform.table import every
from partner_center.platform.work import Origin, Work, carry_out

T = TypeVar("T")

ACTION = "customers.take_in_resources"
MARGIN_MS = 30_000  # a transaction is not begun with less time left


class TimeIsUp(Exception):
    """The function has no time left; the file goes back to its queue and its next delivery goes on behind the last transaction."""


class Bad(Exception):
    """A line that cannot be taken in: why, and what exactly is wrong with it."""

    def __init__(self, reason: BadLine, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.detail = reason, detail


def take_in_resources(arrived: Object) -> None:
    """Take in a file that arrived below `inventory/resources/`, or what is left of it.

    Refused lines go to `inventory/rejected/<name>.csv`. Raises TimeIsUp when the file is to be delivered again.
    """
    opened = files.open_object(arrived.bucket, arrived.key)
    file = _in_work(arrived.delivery, lambda work: _begun(arrived, opened, work))
    if file.status is not FileStatus.PROCESSING:
        return
    if file.next_byte and file.etag == opened.etag:
        opened = files.open_object(arrived.bucket, arrived.key, start=int(file.next_byte))
    if file.etag != opened.etag:
        _end(file, FileStatus.SUPERSEDED)
        return
    _take_in_all(arrived, file, lines(opened.pieces, offset=int(file.next_byte), number=int(file.next_line)))
    write_reject_file(file, every(InventoryReject, InventoryReject.partition(file_id=file.file_id)))
    _end(file, FileStatus.COMPLETED)


def _take_in_all(arrived: Object, file: InventoryFile, found: Iterator[Line]) -> None:
    waiting: list[Line] = []
    for line in found:
        if line.is_blank:
            continue
        waiting.append(line)
        if len(waiting) == AT_ONCE:
            _take_in(arrived, file, waiting)
            waiting = []
    if waiting:
        _take_in(arrived, file, waiting)


def _take_in(arrived: Object, file: InventoryFile, waiting: list[Line]) -> None:
    if arrived.remaining_ms() < MARGIN_MS:
        raise TimeIsUp(arrived.key)
    _in_work(arrived.delivery, lambda work: _record(file, waiting, work))


def _record(file: InventoryFile, waiting: list[Line], work: Work) -> None:
    """Take some lines in, without those that another run took in meanwhile."""
    current = work.get(inventory_file_key(file.file_id))
    if current.status is not FileStatus.PROCESSING:
        return
    news = [(line, _read(line)) for line in waiting if line.end > current.next_byte]
    if not news:
        return
    books = Books(work, [facts for _, facts in news if isinstance(facts, ResourceFacts)])
    for line, read in news:
        try:
            if isinstance(read, Bad):
                raise read
            if not books.knows(read.customer_id):
                raise Bad(BadLine.UNKNOWN_CUSTOMER, read.customer_id)
        except Bad as bad:
            current.rejected += 1
            work.add(InventoryReject.of(current, line, bad.reason, bad.detail))
        else:
            is_news = books.record(read)
            current.recorded += is_news
            current.known += not is_news
    books.close()
    current.next_byte, current.next_line = waiting[-1].end, waiting[-1].number + 1
    work.change(current)


def _read(line: Line) -> ResourceFacts | Bad:
    if line.too_long:
        return Bad(BadLine.TOO_LONG)
    try:
        told: Any = json.loads(line.content.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError, InvalidOperation):
        return Bad(BadLine.UNREADABLE)
    if not isinstance(told, dict):
        return Bad(BadLine.UNREADABLE)
    try:
        return ResourceFacts.model_validate(told)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[:3]
        return Bad(BadLine.INVALID, "; ".join(f"/{'/'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong))


def _in_work(delivery: str, decide: Callable[[Work], T]) -> T:
    result, _ = carry_out(lambda: Work(Caller.system(ACTION), clock.now(), Origin(ACTION, delivery)), decide)
    return result


def _begun(arrived: Object, opened: files.Stored, work: Work) -> InventoryFile:
    file = work.get(inventory_file_key(arrived.delivery), or_none=True)
    if file is None:
        file = InventoryFile(
            file_id=arrived.delivery,
            bucket=arrived.bucket,
            key_name=arrived.key,
            etag=opened.etag,
            size=opened.size,
            status=FileStatus.PROCESSING,
            received_at=work.now,
        )
        work.add(file)
    return file


def _end(file: InventoryFile, status: FileStatus) -> None:
    def decide(work: Work) -> None:
        current = work.get(inventory_file_key(file.file_id))
        if current.status is FileStatus.PROCESSING:
            current.status, current.completed_at = status, work.now
            work.change(current)

    _in_work(file.file_id, decide)
