"""What a file's writer does, whatever its format: bytes out of rows, in pieces that can be stored while more rows are still to come.

A writer keeps nothing but what `state` says, so that another invocation goes on with a new writer of that state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from partner_center.exports.cells import Cell
from partner_center.kernel import clock


class Sheet(Protocol):
    """A file on its way."""

    largest: int | None  # rows that the format holds

    def begin(self, headers: Sequence[str]) -> bytes:
        """The first bytes, with the header row."""

    def write(self, rows: Iterable[Sequence[Cell]]) -> bytes:
        """More rows."""

    def pause(self) -> bytes:
        """What is still inside the writer, so that the bytes so far and `state` hold everything."""

    def end(self) -> bytes:
        """The last bytes."""

    def state(self) -> dict[str, Any]:
        """What another writer needs to go on, as plain data; after `pause` only."""


class TooLarge(Exception):
    """The file's format cannot hold what was written."""


def moment_text(value: datetime | date) -> str:
    """Beijing time as people read it: `2024/07/16 11:15:30`; a day alone without a time."""
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.BEIJING):%Y/%m/%d %H:%M:%S}"
    return f"{value:%Y/%m/%d}"
