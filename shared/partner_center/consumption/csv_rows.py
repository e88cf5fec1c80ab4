"""The rows of a CSV stream with their exact place in it: physical line numbers and byte offsets, also across quoted line breaks.

Memory stays bounded whatever the file holds: a row keeps at most its first `LONGEST` bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 32 * 1024  # bytes of one row; beyond it the row is refused as a whole


@dataclass(frozen=True)
class RawRow:
    """One row as it stands in the file.

    number: the physical line it begins on (1 is the file's first); next_number: the line behind it; end: the byte behind it.
    too_long: it had more than `LONGEST` bytes, `content` are the first of them. unclosed: the file ends inside its quotes.
    """

    number: int
    next_number: int
    end: int
    content: bytes
    too_long: bool = False
    unclosed: bool = False

    @property
    def text(self) -> str:
        """The row as text, without its line end; bytes that are no UTF-8 are replaced."""
        return self.content.decode("utf-8", errors="replace").rstrip("\r\n")

    @property
    def is_blank(self) -> bool:
        """Nothing but white space."""
        return not self.too_long and not self.content.strip()

    def values(self) -> list[str] | None:
        """The row's values; None where it is no CSV row in UTF-8."""
        if self.too_long or self.unclosed:
            return None
        try:
            return next(csv.reader([self.content.decode("utf-8-sig").rstrip("\r\n")], strict=True))
        except (UnicodeDecodeError, csv.Error, StopIteration):
            return None


def rows(pieces: Iterable[bytes], *, offset: int = 0, number: int = 1) -> Iterator[RawRow]:
    """The rows of a stream that starts at a byte offset and line number of its file.

    A row ends where a line ends outside quotes. A quote that is never closed swallows what follows into one refused row: nothing behind
    it can be mistaken for a row of its own.
    """
    kept, length, quotes, lines = bytearray(), 0, 0, 0
    for piece in pieces:
        start = 0
        while start < len(piece):
            end = piece.find(b"\n", start) + 1 or len(piece)
            part = piece[start:end]
            start = end
            kept += part[: max(0, LONGEST + 1 - len(kept))]
            length += len(part)
            quotes += part.count(b'"')
            if not part.endswith(b"\n"):
                continue
            lines += 1
            if quotes % 2 == 0:
                yield RawRow(number, number + lines, offset + length, bytes(kept), length > LONGEST)
                offset, number = offset + length, number + lines
                kept, length, quotes, lines = bytearray(), 0, 0, 0
    if length:
        yield RawRow(number, number + lines + 1, offset + length, bytes(kept), length > LONGEST, quotes % 2 == 1)
