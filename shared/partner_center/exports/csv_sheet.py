"""A page as CSV: UTF-8 with a byte order mark, so that Excel reads Chinese; lines end as RFC 4180 asks.

A spreadsheet takes a text that begins like a formula for one. Such texts get an apostrophe in front; numbers, negative ones too, stay
numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from partner_center.exports.cells import Cell
from partner_center.exports.sheets import moment_text

BYTE_ORDER_MARK = "\ufeff"
# What makes a formula of a text; the full-width twins do so in East Asian editions of Excel.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


class CsvSheet:
    """Writes rows as CSV. It has no state: a line depends on no other."""

    largest: int | None = None

    def begin(self, headers: Sequence[str]) -> bytes:
        """The byte order mark and the header row."""
        return BYTE_ORDER_MARK.encode() + self.write([headers])

    def write(self, rows: Iterable[Sequence[Cell]]) -> bytes:
        """More rows."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows([_text(cell) for cell in row] for row in rows)
        return text.getvalue().encode()

    def pause(self) -> bytes:
        """Nothing is held back."""
        return b""

    def end(self) -> bytes:
        """A CSV file just ends."""
        return b""

    def state(self) -> dict[str, Any]:
        """Nothing to remember."""
        return {}


def _text(cell: Cell) -> str:
    if type(cell) is str:
        return harmless(cell)
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):  # a datetime is one
        return moment_text(cell)
    return str(cell)
