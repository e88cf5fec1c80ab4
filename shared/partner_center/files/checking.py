"""What arrived in the bucket is checked by its content before anybody may use it.

The first content that is checked under a key counts: its version is remembered, and whatever is stored over it later is deleted. What
nobody announced is deleted. An arrival that is told twice, late or out of order finds the file decided and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from partner_center.files.content import inspect, type_name
from partner_center.files.stored_file import FileStatus, Flaw, StoredFile, file_key
from partner_center.kernel import clock, ids
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Object
from partner_center.platform.files import Blocks, Gone, remove
from partner_center.platform.observe import logger
from partner_center.platform.work import Origin, Work, carry_out

T = TypeVar("T")

CHECKER = "files.check_upload"
OPEN = {FileStatus.AWAITING, FileStatus.CHECKING}


def check_upload(arrived: Object) -> None:
    """Check an arrived object and accept or refuse its file. A refused object is deleted after the refusal is written down, so that a run
    that dies in between is repeated to its end. Raises Unavailable (the message goes back).
    """
    file_id = arrived.key.rsplit("/", 1)[-1]
    file = _in_work(lambda work: _begin(work, file_id, arrived.key))
    if file is None:
        logger.warning("an upload that nobody announced is deleted")
        remove(arrived.bucket, arrived.key, version=arrived.version)
        return
    if file.status in OPEN:
        try:
            content = Blocks(arrived.bucket, arrived.key, version=arrived.version)
        except Gone:
            return  # deleted meanwhile; a later version brings its own message
        version = arrived.version or content.version
        flaw = flaw_of(content, file)
        looks_like = type_name(content) if flaw is Flaw.DISGUISED else None
        file = _in_work(lambda work: _decide(work, file_id, content, version, flaw, looks_like))
    else:
        version = arrived.version
    if file is None or file.status is not FileStatus.ACCEPTED or version not in (None, file.object_version):
        remove(arrived.bucket, arrived.key, version=version)


def flaw_of(content: Blocks, file: StoredFile) -> Flaw | None:
    """What is wrong with arrived content: its size, or that it is not what the file's name says."""
    if content.size == 0:
        return Flaw.EMPTY
    if content.size > file.declared_size:
        return Flaw.LARGER
    return inspect(content, file.extension)


def _begin(work: Work, file_id: str, key: str) -> StoredFile | None:
    """The file as it stands, marked as being checked; None where none was announced under this key."""
    file = work.get(file_key(file_id), or_none=True)
    if file is None or file.object_key != key:
        return None
    if file.status is FileStatus.AWAITING:
        file.status = FileStatus.CHECKING
        work.change(file)
    return file


def _decide(work: Work, file_id: str, content: Blocks, version: str | None, flaw: Flaw | None, looks_like: str | None) -> StoredFile | None:
    file = work.get(file_key(file_id), or_none=True)
    if file is None or file.status not in OPEN:
        return file  # purged meanwhile, or another delivery was faster
    file.status = FileStatus.ACCEPTED if flaw is None else FileStatus.REFUSED
    file.flaw, file.looks_like = flaw, looks_like
    file.size, file.etag, file.object_version = content.size, content.etag, version
    file.checked_at = work.now
    work.change(file)
    return file


def _in_work(decide: Callable[[Work], T]) -> T:
    made, _ = carry_out(lambda: Work(Caller.system(CHECKER), clock.now(), Origin(CHECKER, ids.secret_token())), decide)
    return made
