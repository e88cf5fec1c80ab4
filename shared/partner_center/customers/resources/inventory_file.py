"""A delivered file of resources: how far it was taken in, and which of its lines were refused."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime

from partner_center.customers.resources.lines import Line
from partner_center.kernel import clock
from partner_center.kernel.labels import Labelled
from partner_center.platform import files
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, Whole

INTAKE = "inventory/resources/"
REJECTED = "inventory/rejected/"
ALL_FILES = "inventory_files"
_KEPT = clock.DAY * 30  # refused lines in the table; the reject file stays
_SHORTENED = 1000  # characters of a refused line that are kept
_IN_MEMORY = 4 * 1024 * 1024  # bytes of a reject file before it goes to the disk


class FileStatus(Labelled):
    """How far a file is."""

    PROCESSING = "processing", "处理中", "Processing"
    COMPLETED = "completed", "已完成", "Completed"
    SUPERSEDED = "superseded", "已被新文件替换", "Replaced by a newer upload"


class BadLine(Labelled):
    """Why a line is refused."""

    TOO_LONG = "too_long", "行过长", "The line is too long"
    UNREADABLE = "unreadable", "不是JSON对象", "Not a JSON object in UTF-8"
    INVALID = "invalid", "字段不符合要求", "A field is missing or wrong"
    UNKNOWN_CUSTOMER = "unknown_customer", "客户账号不存在", "No such customer account"


class InventoryFile(Record, kind="inventory_file"):
    """One delivery of a file. next_byte, next_line: where taking in goes on; recorded, known, rejected: its lines so far.

    known: lines that told nothing new. etag: the content that the offsets belong to.
    """

    PLACE = Place("inventory_file/{file_id}", "{file_id}")
    OWNER = Place(ALL_FILES, "{received_at}/{file_id}")

    file_id = Text()
    bucket = Text()
    key_name = Text()
    etag = Text()
    size = Whole()
    status = Choice(FileStatus)
    received_at = Instant()
    completed_at = Instant(null=True)
    next_byte = Whole(default=0)
    next_line = Whole(default=1)
    recorded = Whole(default=0)
    known = Whole(default=0)
    rejected = Whole(default=0)

    @property
    def reject_file(self) -> str:
        """The key of the file of refused lines: the same for every delivery under one name."""
        return f"{REJECTED}{self.key_name.removeprefix(INTAKE)}.csv"


class InventoryReject(Record, kind="inventory_reject"):
    """A line that was refused, until the reject file is written."""

    PLACE = Place("inventory_file/{file_id}/reject", "{position}")

    file_id = Text()
    position = Text()  # the line's number, padded so that it sorts
    line_number = Whole()
    reason = Choice(BadLine)
    detail = Text()
    content = Text()

    @classmethod
    def of(cls, file: InventoryFile, line: Line, reason: BadLine, detail: str) -> InventoryReject:
        """The refusal of one line of a file."""
        refused = cls(
            file_id=file.file_id,
            position=f"{line.number:012d}",
            line_number=line.number,
            reason=reason,
            detail=detail,
            content=line.content.decode("utf-8", errors="replace").rstrip("\r\n")[:_SHORTENED],
        )
        refused.expires_at_epoch = int((datetime.now(UTC) + _KEPT).timestamp())  # real time: the table's own clock deletes it
        return refused


def inventory_file_key(file_id: str) -> Key[InventoryFile]:
    """Where a delivery's record lies."""
    return InventoryFile.key(file_id=file_id)


def write_reject_file(file: InventoryFile, refused: Iterable[InventoryReject]) -> None:
    """Write the refused lines with number, reason and text; a file with its header alone says that there are none."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
        text = io.TextIOWrapper(content, encoding="utf-8-sig", newline="", write_through=True)  # the mark lets Excel show Chinese
        writer = csv.writer(text)
        writer.writerow(("line_number", "reason_code", "reason_zh", "reason_en", "detail", "line"))
        for one in refused:
            label = one.reason.label
            writer.writerow((one.line_number, one.reason.value, label.zh, label.en, one.detail, one.content))
        text.detach()  # written through; closing the text would close the file
        content.seek(0)
        files.store(file.bucket, file.reject_file, content, "text/csv; charset=utf-8")
