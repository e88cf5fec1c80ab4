"""The lines of a stream with their exact place in it: numbers and byte offsets. Memory stays bounded whatever the file holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 64 * 1024  # bytes of one line; beyond it the line is refused as a whole


@dataclass(frozen=True)
class Line:
    """One line as it stands in the file. number: 1 is the file's first; end: the byte behind it; content: its first `LONGEST` bytes."""

    number: int
    end: int
    content: bytes
    too_long: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing but white space."""
        return not self.too_long and not self.content.strip()


def lines(pieces: Iterable[bytes], *, offset: int = 0, number: int = 1) -> Iterator[Line]:
    """The lines of a stream that starts at a byte offset and line number of its file; the last may lack its end."""
    kept, length = bytearray(), 0
    for piece in pieces:
        start = 0
        while start < len(piece):
            end = piece.find(b"\n", start) + 1 or len(piece)
            part = piece[start:end]
            start = end
            kept += part[: max(0, LONGEST + 1 - len(kept))]
            length += len(part)
            if part.endswith(b"\n"):
                yield Line(number, offset + length, bytes(kept[:LONGEST]), length > LONGEST)
                offset, number = offset + length, number + 1
                kept, length = bytearray(), 0
    if length:
        yield Line(number, offset + length, bytes(kept[:LONGEST]), length > LONGEST)
