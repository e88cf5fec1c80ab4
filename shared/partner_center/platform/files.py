"""Files in S3: as streams from any byte on, as random access over a few blocks, and handed to people by addresses that end soon.

Nothing here holds a file in memory whole.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote

from partner_center.kernel.errors import Unavailable
from partner_center.platform import aws

PIECE = 1024 * 1024  # bytes
BLOCK = 256 * 1024  # bytes that random access reads at once
BLOCKS_KEPT = 8


@dataclass(frozen=True)
class Stored:
    """An object of a bucket, opened: its content's tag, its whole size in bytes, and its bytes from where it was opened."""

    etag: str
    size: int
    pieces: Iterator[bytes]


def open_object(bucket: str, key: str, *, start: int = 0) -> Stored:
    """Open an object at a byte. Nothing follows where the object ends there."""
    if start == 0:
        answer = aws.client("s3").get_object(Bucket=bucket, Key=key)
        return Stored(answer["ETag"], answer["ContentLength"], answer["Body"].iter_chunks(PIECE))
    head = aws.client("s3").head_object(Bucket=bucket, Key=key)
    etag, size = head["ETag"], head["ContentLength"]
    if start >= size:
        return Stored(etag, size, iter(()))
    body = aws.client("s3").get_object(Bucket=bucket, Key=key, Range=f"bytes={start}-", IfMatch=etag)["Body"]
    return Stored(etag, size, body.iter_chunks(PIECE))


def store(bucket: str, key: str, content: IO[bytes], content_type: str) -> None:
    """Write an object, in parts where it is large; one of that key is replaced."""
    from s3transfer.manager import TransferManager

    with TransferManager(aws.client("s3")) as transfers:
        transfers.upload(content, bucket, key, extra_args={"ContentType": content_type}).result()


class Blocks(io.RawIOBase):
    """An object as a file that can be read anywhere, such as `zipfile` wants; one version of it, whatever is stored over it meanwhile.

    It keeps the last blocks only. Raises Unavailable when S3 does not answer, `Gone` where there is no such object.
    """

    def __init__(self, bucket: str, key: str, *, version: str | None = None) -> None:
        super().__init__()
        self._what = {"Bucket": bucket, "Key": key, **({"VersionId": version} if version else {})}
        head = _asked("head_object", **self._what)
        self.etag: str = head["ETag"]
        self.size: int = head["ContentLength"]
        self.version: str | None = head.get("VersionId")
        self._at = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Bytes from where we are; fewer at the end."""
        end = self.size if size is None or size < 0 else min(self.size, self._at + size)
        parts = []
        while self._at < end:
            number, offset = divmod(self._at, BLOCK)
            part = self._block(number)[offset : offset + end - self._at]
            parts.append(part)
            self._at += len(part)
        return b"".join(parts)

    def head(self, size: int) -> bytes:
        """The first bytes."""
        self.seek(0)
        return self.read(size)

    def tail(self, size: int) -> bytes:
        """The last bytes."""
        self.seek(max(0, self.size - size))
        return self.read(size)

    def pieces(self) -> Iterator[bytes]:
        """All bytes, from the first to the last, piece by piece."""
        yield from _asked("get_object", **self._what, IfMatch=self.etag)["Body"].iter_chunks(PIECE)

    def _block(self, number: int) -> bytes:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        first, last = number * BLOCK, min(self.size, (number + 1) * BLOCK) - 1
        block: bytes = _asked("get_object", **self._what, Range=f"bytes={first}-{last}", IfMatch=self.etag)["Body"].read()
        if len(block) != last - first + 1:
            raise Unavailable("files")
        self._blocks[number] = block
        if len(self._blocks) > BLOCKS_KEPT:
            self._blocks.popitem(last=False)
        return block


class Gone(Exception):
    """There is no such object, or no such version of it."""


def remove(bucket: str, key: str, *, version: str | None = None) -> None:
    """Delete an object, or one version of it for good; nothing where there is none. Raises Unavailable."""
    _asked("delete_object", Bucket=bucket, Key=key, **({"VersionId": version} if version else {}))


def upload_form(bucket: str, key: str, *, content_type: str, largest: int, valid_s: int) -> tuple[str, dict[str, str]]:
    """Where and with which form fields somebody may POST one object straight to S3: this key, this type, 1 to `largest` bytes."""
    form = _signing().generate_presigned_post(
        bucket,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, largest]],
        ExpiresIn=valid_s,
    )
    return form["url"], form["fields"]


def download_url(
    bucket: str, key: str, *, name: str, content_type: str | None = None, version: str | None = None, valid_s: int = 60
) -> str:
    """An address under which an object can be fetched for a while; a browser saves it under `name` and shows nothing of it."""
    asked = {"Bucket": bucket, "Key": key, "ResponseContentDisposition": attachment(name)}
    if content_type:
        asked["ResponseContentType"] = content_type
    if version:
        asked["VersionId"] = version
    url: str = _signing().generate_presigned_url("get_object", Params=asked, ExpiresIn=valid_s)
    return url


def attachment(name: str) -> str:
    """A Content-Disposition that saves under a name in any script (RFC 6266); old programs get its plain letters."""
    plain = "".join(letter if letter.isascii() and letter.isprintable() and letter not in '"\\%;' else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _asked(operation: str, **what: Any) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return getattr(aws.client("s3"), operation)(**what)
    except ClientError as problem:
        if problem.response.get("Error", {}).get("Code") in {"404", "NoSuchKey", "NoSuchVersion", "NotFound", "405", "MethodNotAllowed"}:
            raise Gone(what["Key"]) from problem
        raise Unavailable("files") from problem
    except BotoCoreError as problem:
        raise Unavailable("files") from problem


def _signing() -> Any:
    """Signs as every region takes it: version 4, for the older one cannot fetch what KMS encrypts."""
    return aws.client("s3", signature_version="s3v4")
