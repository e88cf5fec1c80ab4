"""A delivered file of usage: how far it was taken in, and which of its lines were refused."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime

from partner_center.consumption.csv_rows import LONGEST, RawRow
from partner_center.consumption.focus_line import BadLine
from partner_center.kernel import clock
from partner_center.kernel.labels import Labelled
from partner_center.platform import files
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, Whole

INTAKE = "consumption/focus/"
REJECTED = "consumption/rejected/"
ALL_FILES = "usage_files"
_KEPT = clock.DAY * 30  # refused lines in the table; the reject file stays
_SHORTENED = 1000  # bytes of a line beyond the longest that are kept
_IN_MEMORY = 4 * 1024 * 1024  # bytes of a reject file before it goes to the disk


class UsageFileStatus(Labelled):
    """How far a file is."""

    PROCESSING = "processing", "处理中", "Processing"
    COMPLETED = "completed", "已完成", "Completed"
    UNREADABLE = "unreadable", "无法识别", "Not a FOCUS file"
    SUPERSEDED = "superseded", "已被新文件替换", "Replaced by a newer upload"


class UsageFile(Record, kind="usage_file"):
    """One delivery of a file. next_byte, next_line: where taking in goes on; taken, known, rejected: its lines so far.

    known: lines that had been taken in before, from this file or another. etag: the content that the offsets belong to.
    """

    PLACE = Place("usage_file/{usage_file_id}", "{usage_file_id}")
    OWNER = Place(ALL_FILES, "{received_at}/{usage_file_id}")

    usage_file_id = Text()
    bucket = Text()
    key_name = Text()
    etag = Text()
    size = Whole()
    status = Choice(UsageFileStatus)
    received_at = Instant()
    completed_at = Instant(null=True)
    next_byte = Whole(default=0)
    next_line = Whole(default=1)
    taken = Whole(default=0)
    known = Whole(default=0)
    rejected = Whole(default=0)

    @property
    def reject_file(self) -> str:
        """The key of the file of refused lines: the same for every delivery under one name."""
        name = self.key_name.removeprefix(INTAKE)
        return f"{REJECTED}{name}" if name.endswith(".csv") else f"{REJECTED}{name}.csv"


class UsageReject(Record, kind="usage_reject"):
    """A line that was refused, until the reject file is written."""

    PLACE = Place("usage_file/{usage_file_id}/reject", "{position}")

    usage_file_id = Text()
    position = Text()  # the line's number, padded so that it sorts
    line_number = Whole()
    reason = Choice(BadLine)
    content = Text()

    @classmethod
    def of(cls, file: UsageFile, row: RawRow, reason: BadLine) -> UsageReject:
        """The refusal of one row of a file."""
        text = row.text  # grows where bytes that are no UTF-8 are replaced; a transaction holds many of them
        if len(text.encode()) > LONGEST:
            text = row.content[:_SHORTENED].decode("utf-8", errors="replace")
        refused = cls(usage_file_id=file.usage_file_id, position=f"{row.number:012d}", line_number=row.number, reason=reason, content=text)
        refused.expires_at_epoch = int((datetime.now(UTC) + _KEPT).timestamp())  # real time: the table's own clock deletes it
        return refused


def usage_file_key(usage_file_id: str) -> Key[UsageFile]:
    """Where a delivery's record lies."""
    return UsageFile.key(usage_file_id=usage_file_id)


def write_reject_file(file: UsageFile, refused: Iterable[UsageReject]) -> None:
    """Write the refused lines with number, reason and original text; a file with its header alone says that there are none."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
        text = io.TextIOWrapper(content, encoding="utf-8-sig", newline="", write_through=True)  # the mark lets Excel show Chinese
        writer = csv.writer(text)
        writer.writerow(("line_number", "reason_code", "reason_zh", "reason_en", "line"))
        for one in refused:
            writer.writerow((one.line_number, one.reason.value, one.reason.label.zh, one.reason.label.en, one.content))
        text.detach()  # written through; closing the text would close the file
        content.seek(0)
        files.store(file.bucket, file.reject_file, content, "text/csv; charset=utf-8")
