"""A ZIP archive written from front to back, whose last member may be written by several invocations (APPNOTE.TXT of PKWARE, 4.3).

`zipfile` needs the whole member in one process. Here the member's deflate stream is flushed to a byte boundary before a pause, so that the
blocks of another compressor go on behind it, and check sum and sizes are carried along.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Any

from partner_center.exports.sheets import TooLarge

LARGEST = 0xFFFF_FFFF  # bytes; beyond it the format needs its 64-bit form
LEVEL = 3  # of compression: the rows of a page repeat themselves, a higher one costs more time than it saves bytes

_LOCAL, _CENTRAL, _END, _DESCRIPTOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x07\x08"
_VERSION = 20
_SIZES_FOLLOW = 0x08
_STORED, _DEFLATED = 0, 8
_DATE = 0x0021  # 1980-01-01: the archive of the same rows is the same


@dataclass(frozen=True)
class Member:
    """A member as the directory at the end lists it. Sizes in bytes."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def stored(name: str, content: bytes, offset: int) -> tuple[Member, bytes]:
    """A small member, uncompressed, and its bytes."""
    member = Member(name.encode(), 0, _STORED, zlib.crc32(content), len(content), len(content), offset)
    return member, _local(member) + content


class OpenMember:
    """The last member, whose sizes follow it."""

    def __init__(self, name: str, offset: int, state: dict[str, Any] | None = None) -> None:
        self._name, self._offset = name.encode(), offset
        known = state or {}
        self._crc, self._packed, self._size = known.get("crc", 0), known.get("packed", 0), known.get("size", 0)
        self._deflate = _compressor()

    def header(self) -> bytes:
        """What stands before the member's bytes."""
        return _local(Member(self._name, _SIZES_FOLLOW, _DEFLATED, 0, 0, 0, self._offset))

    def write(self, content: bytes) -> bytes:
        """More of it. Raises TooLarge."""
        self._crc = zlib.crc32(content, self._crc)
        self._size += len(content)
        if self._size > LARGEST:
            raise TooLarge
        return self._counted(self._deflate.compress(content))

    def pause(self) -> bytes:
        """Everything up to here, so that a new compressor may go on."""
        return self._counted(self._deflate.flush(zlib.Z_FULL_FLUSH))

    def state(self) -> dict[str, Any]:
        """Check sum and sizes so far; after `pause` only."""
        return {"crc": self._crc, "packed": self._packed, "size": self._size}

    def end(self, others: list[Member]) -> bytes:
        """The member's end, the directory of all members, and the archive's end."""
        rest = self._counted(self._deflate.flush(zlib.Z_FINISH))
        member = Member(self._name, _SIZES_FOLLOW, _DEFLATED, self._crc, self._packed, self._size, self._offset)
        descriptor = _DESCRIPTOR + struct.pack("<III", self._crc, self._packed, self._size)
        begin = self._offset + len(self.header()) + self._packed + len(descriptor)
        if begin > LARGEST:
            raise TooLarge
        members = [*others, member]
        directory = b"".join(_central(one) for one in members)
        return rest + descriptor + directory + _END + struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), begin, 0)

    def _counted(self, content: bytes) -> bytes:
        self._packed += len(content)
        return content


def _compressor() -> Any:
    return zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)


def _fields(member: Member) -> bytes:
    return struct.pack(
        "<HHHHHIIIHH", _VERSION, member.flags, member.method, 0, _DATE, member.crc, member.packed, member.size, len(member.name), 0
    )


def _local(member: Member) -> bytes:
    return _LOCAL + _fields(member) + member.name


def _central(member: Member) -> bytes:
    return _CENTRAL + struct.pack("<H", _VERSION) + _fields(member) + struct.pack("<HHHII", 0, 0, 0, 0, member.offset) + member.name
