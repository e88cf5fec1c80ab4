"""Uploads that no record took are gone after a day, with their content."""

from __future__ import annotations

import os

from partner_center.files.stored_file import FileStatus, StoredFile, file_key
from partner_center.platform.files import remove
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


def purge_unattached_files(run: Run) -> None:
    """Purge every file that is due, in two steps: first no record may take it any more, then its content goes and its record last.

    A run that dies in between leaves the file due; the next one goes on where it stopped.
    """
    for _ in ("close", "remove"):
        run.each(run.due(StoredFile), purge)


def purge(item: StoredFile, work: Work) -> bool:
    """One step of a file's purge. False for one that a record took meanwhile, or that is gone."""
    file = work.get(file_key(item.file_id), or_none=True)
    if file is None or file.purge_at is None or file.purge_at > work.now:
        return False
    if file.status is not FileStatus.PURGING:
        file.status = FileStatus.PURGING
        work.change(file)
        return False
    remove(os.environ["FILES_BUCKET"], file.object_key, version=file.object_version)
    work.remove(file)
    return True
