"""The rows of an uploaded sheet, CSV or Excel, one after the other with their numbers: for whoever imports lines.

A sheet is read as a stream: neither the file nor its rows are ever in memory together, whatever it holds. Of a workbook the first sheet is
read; its table of texts is kept, and bounded. Cells are texts as they stand.
"""

from __future__ import annotations

import codecs
import csv
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from partner_center.files.stored_file import StoredFile
from partner_center.platform.files import Blocks

LONGEST_CELL = 1024  # characters; what is longer ends in `…`, and so fits nowhere
MOST_CELLS = 64  # of a row; further ones are left out
MOST_TEXT = 16 * 1024 * 1024  # characters in a workbook's table of texts
PIECE = 64 * 1024  # bytes that are parsed at once
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


# --- Excel (ECMA-376) -----------------------------------------------------------------------------------------------------------


def _workbook_rows(content: Blocks) -> Iterator[SheetRow]:
    try:
        with zipfile.ZipFile(content) as archive:
            texts = _texts(archive)
            yield from _sheet(archive, _first_sheet(archive), texts)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, expat.ExpatError, ValueError, IndexError) as problem:
        raise UnreadableSheet(str(problem)) from problem


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The part of the workbook's first sheet, by its relation."""
    workbook, relations = _Names("sheet", "id"), _Targets()
    workbook.read(archive, "xl/workbook.xml")
    relations.read(archive, "xl/_rels/workbook.xml.rels")
    target = relations.targets[workbook.found[0]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _texts(archive: zipfile.ZipFile) -> list[str]:
    part = "xl/sharedStrings.xml"
    if part not in archive.namelist():
        return []
    parser = _SharedTexts()
    parser.read(archive, part)
    return parser.texts


def _sheet(archive: zipfile.ZipFile, part: str, texts: list[str]) -> Iterator[SheetRow]:
    parser = _Cells(texts)
    for _ in parser.pieces(archive, part):
        yield from parser.taken()


class _Part:
    """A part of a workbook, parsed piece by piece. A document type is refused: no workbook has one, and entities come with it."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._no_doctype
        self._parser.StartElementHandler = lambda name, attributes: self.begin(_local(name), {_local(k): v for k, v in attributes.items()})
        self._parser.EndElementHandler = lambda name: self.end(_local(name))
        self._parser.CharacterDataHandler = self.text

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        """Parse all of it."""
        for _ in self.pieces(archive, part):
            pass

    def pieces(self, archive: zipfile.ZipFile, part: str) -> Iterator[None]:
        """Parse it, with a stop after each piece."""
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                self._parser.Parse(piece, False)
                yield
            self._parser.Parse(b"", True)
            yield

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters between."""

    @staticmethod
    def _no_doctype(*_: object) -> None:
        raise ValueError("a workbook has no document type")


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


class _Names(_Part):
    """The values of one attribute of one kind of element."""

    def __init__(self, element: str, attribute: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._element, self._attribute = element, attribute

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Take it."""
        if name == self._element:
            self.found.append(attributes[self._attribute])


class _Targets(_Part):
    """Where relations lead."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Take it."""
        if name == "Relationship":
            self.targets[attributes["Id"]] = attributes["Target"]


class _Texts(_Part):
    """Collects the characters of `t`, without readings of Chinese characters (`rPh`)."""

    def __init__(self) -> None:
        super().__init__()
        self._inside: list[str] = []
        self._said: list[str] = []
        self._length = 0  # of it, in characters; nothing is kept beyond a cell's length

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Go inside."""
        self._inside.append(name)

    def end(self, name: str) -> None:
        """Leave."""
        self._inside.pop()

    def text(self, text: str) -> None:
        """Keep what is said."""
        if self._inside and self._inside[-1] in self.said_in and "rPh" not in self._inside and self._length <= LONGEST_CELL:
            self._said.append(text)
            self._length += len(text)

    said_in: frozenset[str] = frozenset({"t"})

    def take(self) -> str:
        """What was said since the last time."""
        said = "".join(self._said)
        self.forget()
        return said

    def forget(self) -> None:
        """What was said so far belongs to nothing."""
        self._said.clear()
        self._length = 0


class _SharedTexts(_Texts):
    """The workbook's table of texts."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._kept = 0

    def end(self, name: str) -> None:
        """A text is complete."""
        super().end(name)
        if name == "si":
            text = self.take()
            self._kept += len(text) + 16
            if self._kept > MOST_TEXT:
                raise ValueError("the workbook holds too much text")
            self.texts.append(text)


class _Cells(_Texts):
    """The rows of a sheet."""

    said_in = frozenset({"t", "v"})

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self._texts = texts
        self._rows: list[SheetRow] = []
        self._number, self._column, self._type = 0, 0, "n"
        self._cells: list[str] = []

    def taken(self) -> list[SheetRow]:
        """The rows since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A row or a cell begins; where it does not say which one it is, it is the next."""
        super().begin(name, attributes)
        if name == "row":
            self._number, self._cells, self._column = int(attributes.get("r", self._number + 1)), [], 0
        elif name == "c":
            self._column = _column_of(attributes["r"]) if "r" in attributes else self._column + 1
            self._type = attributes.get("t", "n")
            self.forget()

    def end(self, name: str) -> None:
        """A cell or a row is complete."""
        super().end(name)
        if name == "c" and self._column <= MOST_CELLS:
            said = self.take()
            self._cells += [""] * (self._column - len(self._cells))
            self._cells[self._column - 1] = self._texts[int(said)] if self._type == "s" and said else said
        elif name == "row":
            self._rows.append(_row(self._number, self._cells))


def _column_of(reference: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        raise ValueError(f"no cell {reference}")
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - 64
    return number
