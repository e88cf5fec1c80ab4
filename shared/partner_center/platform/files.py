"""Files in S3 as streams: read from any byte on, never held in memory whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any

PIECE = 1024 * 1024  # bytes


@dataclass(frozen=True)
class Stored:
    """An object of a bucket, opened: its content's tag, its whole size in bytes, and its bytes from where it was opened."""

    etag: str
    size: int
    pieces: Iterator[bytes]


def open_object(bucket: str, key: str, *, start: int = 0) -> Stored:
    """Open an object at a byte. Nothing follows where the object ends there."""
    if start == 0:
        answer = _s3().get_object(Bucket=bucket, Key=key)
        return Stored(answer["ETag"], answer["ContentLength"], answer["Body"].iter_chunks(PIECE))
    head = _s3().head_object(Bucket=bucket, Key=key)
    etag, size = head["ETag"], head["ContentLength"]
    if start >= size:
        return Stored(etag, size, iter(()))
    body = _s3().get_object(Bucket=bucket, Key=key, Range=f"bytes={start}-", IfMatch=etag)["Body"]
    return Stored(etag, size, body.iter_chunks(PIECE))


def store(bucket: str, key: str, content: IO[bytes], content_type: str) -> None:
    """Write an object, in parts where it is large; one of that key is replaced."""
    _s3().upload_fileobj(content, bucket, key, ExtraArgs={"ContentType": content_type})


@lru_cache(maxsize=1)
def _s3() -> Any:
    import boto3

    return boto3.client("s3")
