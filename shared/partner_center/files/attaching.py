"""Files become part of a record: in the transaction of the command that takes them, so that no record names a file it does not own."""

from __future__ import annotations

from collections.abc import Sequence

from partner_center.files.purpose import purpose_of
from partner_center.files.stored_file import KEPT_UNATTACHED, FileStatus, StoredFile, file_key, owner_of
from partner_center.kernel.errors import Broken, NotFound, Refusal
from partner_center.platform.table import Record
from partner_center.platform.work import Work


def attach(work: Work, file_ids: str | Sequence[str], purpose: str, *, to: Record) -> list[StoredFile]:
    """Make accepted files of the caller's scope part of a record, which may be a new one. Again for the same record changes nothing.

    `purpose` is the code under which they were uploaded; it says how many one record takes. A command that wants no read round more names
    `file_key(file_id)` in its own. Raises NotFound for a stranger's file, Refused (file_not_ready, file_for_other_purpose,
    file_attached_elsewhere, too_many_files).
    """
    wanted = list(dict.fromkeys([file_ids] if isinstance(file_ids, str) else file_ids))
    rules = purpose_of(purpose, work.now)
    if rules is None:
        raise Broken(f"no purpose {purpose}")
    if len(wanted) > rules.at_most:
        work.require(Refusal.because("too_many_files", rules.source, given=len(wanted), at_most=rules.at_most))
    files: list[StoredFile] = work.read(*(file_key(file_id) for file_id in wanted))
    owner = owner_of(to)
    for file in files:
        if file.scope != work.caller.scope:
            raise NotFound("file")
    work.require(*(refuses_attaching(file, purpose, owner) for file in files))
    for file in files:
        if file.attached_to != owner:
            file.attached_to, file.attached_at, file.purge_at = owner, work.now, None
            work.change(file)
    return files


def detach(work: Work, *file_ids: str, of: Record) -> None:
    """Take files out of a record; they are gone after a day unless another record takes them."""
    for file in work.look(*(file_key(file_id) for file_id in file_ids)):
        if file is not None and file.attached_to == owner_of(of):
            file.attached_to, file.attached_at, file.purge_at = None, None, work.now + KEPT_UNATTACHED
            work.change(file)


def refuses_attaching(file: StoredFile, purpose: str, owner: str) -> Refusal | None:
    """Only what was checked and accepted, for the purpose it was uploaded for, and not another record's."""
    if file.status is not FileStatus.ACCEPTED:
        return Refusal.because("file_not_ready", way_out="upload_again", file_id=file.file_id, status=file.status)
    if file.purpose != purpose:
        return Refusal.because("file_for_other_purpose", file_id=file.file_id, purpose=file.purpose, needed=purpose)
    if file.attached_to not in (None, owner):
        return Refusal.because("file_attached_elsewhere", way_out="upload_again", file_id=file.file_id)
    return None
