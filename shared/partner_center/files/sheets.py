"""The rows of an uploaded sheet, CSV or Excel, one after the other with their numbers: for whoever imports lines.

A sheet is read as a stream: neither the file nor its rows are ever in memory together, whatever it holds. Of a workbook the first sheet is
read; its table of texts is kept, and bounded. Cells are texts as they stand.
"""

from __future__ import annotations

import codecs
import csv
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partner_center.files.stored_file import StoredFile
from partner_center.platform.files import Blocks

LONGEST_CELL = 1024  # characters; what is longer ends in `…`, and so fits nowhere
MOST_CELLS = 64  # of a row; further ones are left out
MOST_TEXT = 16 * 1024 * 1024  # bytes of a workbook's table of texts
MOST_ROWS = 1_048_576  # of a workbook, by its format
LONGEST_LINE = 256 * 1024  # characters of a line of CSV


@dataclass(frozen=True)
class SheetRow:
    """A row: its number as a spreadsheet shows it (the first is 1), and its cells, stripped; empty ones behind the last are left out."""

    number: int
    cells: tuple[str, ...]


class UnreadableSheet(Exception):
    """The sheet cannot be read on: it is damaged, or holds more than a sheet to import does."""


def sheet_rows(file: StoredFile) -> Iterator[SheetRow]:
    """The rows of a checked file, blank ones left out. Raises UnreadableSheet; Gone, Unavailable."""
    content = Blocks(os.environ["FILES_BUCKET"], file.object_key, version=file.object_version)
    found = _workbook_rows(content) if file.extension == "xlsx" else _csv_rows(content)
    return (row for row in found if row.cells)


def _row(number: int, cells: list[str]) -> SheetRow:
    kept = [cell if len(cell) <= LONGEST_CELL else f"{cell[:LONGEST_CELL]}…" for cell in (cell.strip() for cell in cells[:MOST_CELLS])]
    while kept and not kept[-1]:
        kept.pop()
    return SheetRow(number, tuple(kept))


# --- CSV ---------------------------------------------------------------------------------------------------------------------


def _csv_rows(content: Blocks) -> Iterator[SheetRow]:
    reader, number = csv.reader(_lines(content)), 1
    try:
        for cells in reader:
            yield _row(number, cells)
            number = reader.line_num + 1
    except csv.Error as problem:
        raise UnreadableSheet(f"line {reader.line_num}: {problem}") from problem


def _lines(content: Blocks) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(_encoding(content))()
    kept = ""
    for piece in content.pieces():
        *whole, kept = (kept + decoder.decode(piece)).split("\n")
        yield from (f"{line}\n" for line in whole)
        if len(kept) > LONGEST_LINE:
            raise UnreadableSheet("a line is too long")
    if rest := kept + decoder.decode(b"", final=True):
        yield rest


def _encoding(content: Blocks) -> str:
    """UTF-8 where the whole file is that, the Chinese standard otherwise; the file was checked to be one of them."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in content.pieces():
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


# --- Excel ---------------------------------------------------------------------------------------------------------------------


def _workbook_rows(content: Blocks) -> Iterator[SheetRow]:
    from openpyxl import load_workbook  # only whoever imports sheets loads it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(content) as archive:
            _refuse_too_much_text(archive)
        content.seek(0)
        sheet = load_workbook(content, read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size is not to be trusted: rows are as long as they are
        for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS, values_only=True), start=1):
            yield _row(number, [_text(value) for value in cells[:MOST_CELLS]])
    except (*_DAMAGED, InvalidFileException) as problem:
        raise UnreadableSheet(str(problem)) from problem


# What the library meets in a file that is no sound workbook; entities are refused by defusedxml, as a ValueError.
_DAMAGED = (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, SyntaxError, ValueError, IndexError, TypeError, AttributeError)


def _refuse_too_much_text(archive: zipfile.ZipFile) -> None:
    """A workbook's table of texts is read whole, so it must not be large."""
    if any(part.file_size > MOST_TEXT for part in archive.infolist() if part.filename.endswith("sharedStrings.xml")):
        raise UnreadableSheet("the workbook holds too much text")


def _text(value: Any) -> str:
    """A cell's value as its text."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)
