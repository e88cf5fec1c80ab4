"""What a file is, by its bytes: the types we take, and for each whether the content is what its name says.

puremagic knows the signatures; where a signature says little (Office files are zip or OLE containers, a bitmap begins with two letters,
text has none) the structure behind it is read, in ranges. Nothing is unpacked and no file is held in memory.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Callable

from partner_center.files.stored_file import Flaw
from partner_center.platform.files import Blocks

MIME = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "csv": "text/csv",
    "txt": "text/plain",
}
# What browsers say beside the standard's word.
GENERIC: dict[str, tuple[str, ...]] = {
    "bmp": ("image/x-ms-bmp", "image/x-bmp"),
    "csv": ("application/vnd.ms-excel", "text/plain", "application/csv"),
    "rar": ("application/x-rar-compressed", "application/x-compressed", "application/x-rar"),
    "zip": ("application/x-zip-compressed", "application/x-compressed", "multipart/x-zip"),
}

MB = 1024 * 1024
HEAD, TAIL = 4096, 65_536  # bytes
MOST_MEMBERS, LARGEST_DIRECTORY = 10_000, 8 * MB  # of an archive
LARGEST_UNPACKED, ALWAYS_FINE, LARGEST_RATIO = 10 * 1024 * MB, 100 * MB, 100  # of all its members together
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LONGEST_CHAIN = 512  # sectors of an OLE directory
END_OF_CHAIN = 0xFFFFFFFA  # and all numbers above it


def inspect(file: Blocks, extension: str) -> Flaw | None:
    """What is wrong with a file of that name's ending; None for nothing. Raises KeyError for a type that we do not take."""
    return _CHECKS[extension](file)


def type_name(file: Blocks) -> str | None:
    """What a file seems to be, as a name's ending, for whoever is told that it is not what it says."""
    head = file.head(HEAD)
    return next((name for name in _signatures(head) if name), "text" if _MARKUP.match(head.lstrip()) else None)


def _signatures(head: bytes) -> list[str]:
    """The endings that the first bytes speak for, the likeliest first."""
    import puremagic

    try:
        return [match.extension.lstrip(".").lower() for match in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):
        return []


def _is(head: bytes, *names: str) -> bool:
    return bool(set(_signatures(head)) & set(names))


# --- pictures and PDF --------------------------------------------------------------------------------------------------------


def _jpeg(file: Blocks) -> Flaw | None:
    head = file.head(HEAD)
    if not (head.startswith(b"\xff\xd8\xff") and _is(head, "jpg", "jpeg")):
        return Flaw.DISGUISED
    return None if b"\xff\xd9" in file.tail(TAIL) else Flaw.INCOMPLETE


def _png(file: Blocks) -> Flaw | None:
    head = file.head(HEAD)
    if not (_is(head, "png") and head[12:16] == b"IHDR"):
        return Flaw.DISGUISED
    return None if b"IEND" in file.tail(TAIL) else Flaw.INCOMPLETE


def _gif(file: Blocks) -> Flaw | None:
    head = file.head(HEAD)
    if not (_is(head, "gif") and head[:6] in (b"GIF87a", b"GIF89a")):
        return Flaw.DISGUISED
    return None if b"\x3b" in file.tail(64) else Flaw.INCOMPLETE


def _bmp(file: Blocks) -> Flaw | None:
    """Two letters say nothing; the header's size, the offset of the pixels and the planes must fit as well."""
    head = file.head(HEAD)
    if not (_is(head, "bmp") and len(head) >= 30):
        return Flaw.DISGUISED
    pixels, header, planes = (int.from_bytes(head[at : at + size], "little") for at, size in ((10, 4), (14, 4), (26, 2)))
    if header not in (12, 40, 52, 56, 64, 108, 124) or (header != 12 and planes != 1):
        return Flaw.DISGUISED
    return None if 14 + header <= pixels < file.size else Flaw.INCOMPLETE


def _pdf(file: Blocks) -> Flaw | None:
    head = file.head(HEAD)
    if not (_is(head, "pdf") and re.match(rb"%PDF-[12]\.\d", head)):
        return Flaw.DISGUISED
    tail = file.tail(2048)
    return None if b"%%EOF" in tail and b"startxref" in tail else Flaw.INCOMPLETE


# --- archives ----------------------------------------------------------------------------------------------------------------


def _zip(file: Blocks) -> Flaw | None:
    return _members(file)[1]


def _rar(file: Blocks) -> Flaw | None:
    head = file.head(HEAD)
    return None if _is(head, "rar") and head.startswith((b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00")) else Flaw.DISGUISED


def _members(file: Blocks) -> tuple[set[str], Flaw | None]:
    """The names in a zip, or what is wrong with it. Its directory is bounded before it is read."""
    if not file.head(4).startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return set(), Flaw.DISGUISED
    tail = file.tail(TAIL + 22)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return set(), Flaw.INCOMPLETE
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if entries > MOST_MEMBERS or directory > LARGEST_DIRECTORY:
        return set(), Flaw.BOMB
    try:
        with zipfile.ZipFile(file) as archive:  # reads the directory alone
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return set(), Flaw.INCOMPLETE
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or unpacked > max(ALWAYS_FINE, LARGEST_RATIO * file.size):
        return set(), Flaw.BOMB
    return {member.filename for member in members}, None


# --- Office ------------------------------------------------------------------------------------------------------------------


def _open_xml(main: str) -> Callable[[Blocks], Flaw | None]:
    """Office since 2007: a zip with its table of contents and the main part; no macros, which have endings of their own."""

    def check(file: Blocks) -> Flaw | None:
        if file.head(8) == OLE and "EncryptedPackage" in _ole_names(file):
            return Flaw.ENCRYPTED
        names, flaw = _members(file)
        if flaw:
            return flaw
        if "[Content_Types].xml" not in names or main not in names:
            return Flaw.DISGUISED
        return Flaw.MACROS if any(name.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for name in names) else None

    return check


def _ole(*streams: str) -> Callable[[Blocks], Flaw | None]:
    """Office until 2003: an OLE container, as installers and mails are, with the stream that makes it a document of its kind."""

    def check(file: Blocks) -> Flaw | None:
        return None if _ole_names(file) & set(streams) else Flaw.DISGUISED

    return check


def _ole_names(file: Blocks) -> set[str]:
    """The names in the directory of an OLE container; none where it is no such thing (MS-CFB 2.2, 2.3, 2.6)."""
    header = file.head(512)
    shift = int.from_bytes(header[30:32], "little")
    if header[:8] != OLE or len(header) < 512 or shift not in (9, 12):
        return set()
    size = 1 << shift
    tables = [int.from_bytes(header[at : at + 4], "little") for at in range(76, 512, 4)]

    def sector(number: int, start: int, length: int) -> bytes:
        file.seek((number + 1) * size + start)
        return file.read(length)

    names: set[str] = set()
    number = int.from_bytes(header[48:52], "little")
    for _ in range(LONGEST_CHAIN):
        if number >= END_OF_CHAIN:
            break
        entries = sector(number, 0, size)
        for at in range(0, len(entries) - 127, 128):
            length = int.from_bytes(entries[at + 64 : at + 66], "little")
            if 2 < length <= 64:
                names.add(entries[at : at + length - 2].decode("utf-16-le", "replace"))
        table, index = divmod(number, size // 4)
        if table >= len(tables) or tables[table] >= END_OF_CHAIN:
            break
        number = int.from_bytes(sector(tables[table], 4 * index, 4) or b"\xff" * 4, "little")
    return names


# --- text --------------------------------------------------------------------------------------------------------------------

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype|<html|<head|<body|<script|<\?xml|<\?php|<svg|<!--|#!|%PDF-|%!PS|\{\\rtf)", re.IGNORECASE
)


def _text(file: Blocks) -> Flaw | None:
    """Text in UTF-8 or GB18030 from the first byte to the last, and no page or program that calls itself text."""
    if _MARKUP.match(file.head(HEAD)):
        return Flaw.DISGUISED
    decoders = [codecs.getincrementaldecoder(name)() for name in ("utf-8", "gb18030")]
    for piece in file.pieces():
        if _CONTROL.search(piece):
            return Flaw.NOT_TEXT
        decoders = [decoder for decoder in decoders if _takes(decoder, piece)]
    return None if any(_takes(decoder, b"", final=True) for decoder in decoders) else Flaw.NOT_TEXT


def _takes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


_CHECKS: dict[str, Callable[[Blocks], Flaw | None]] = {
    "jpg": _jpeg,
    "jpeg": _jpeg,
    "png": _png,
    "bmp": _bmp,
    "gif": _gif,
    "pdf": _pdf,
    "doc": _ole("WordDocument"),
    "xls": _ole("Workbook", "Book"),
    "ppt": _ole("PowerPoint Document"),
    "docx": _open_xml("word/document.xml"),
    "xlsx": _open_xml("xl/workbook.xml"),
    "pptx": _open_xml("ppt/presentation.xml"),
    "zip": _zip,
    "rar": _rar,
    "csv": _text,
    "txt": _text,
}
