"""Fetching the file of a completed export, by its requester alone, over an address that ends after a minute."""

from __future__ import annotations

from partner_center.exports import store
from partner_center.exports.contracts import Download, TaskRef
from partner_center.exports.requesting import refuses_export
from partner_center.exports.task import task_key
from partner_center.kernel.errors import NotFound
from partner_center.platform import files
from partner_center.platform.caller import Caller
from partner_center.platform.catalogue import page_for
from partner_center.platform.work import Work

VALID_S = 60  # seconds to begin the download in


def download_export(request: TaskRef, caller: Caller, work: Work) -> Download:
    """Where the caller's file can be fetched.

    Raises NotFound for another's or an expired one; Refused `export_not_completed` (10.4/r3); what the page says to whoever may not see or
    export it any more.
    """
    task = work.get(task_key(caller, request.task_id))
    if task.expires_at <= work.now:
        raise NotFound("export")
    work.require(task.refuses_download(), refuses_export(page_for(caller, task.page), caller))
    work.note(export=task.task_id, page=task.page, rows=int(task.rows))
    url = None
    if not work.dry_run:
        assert task.file_key is not None
        url = files.download_url(store.bucket(), task.file_key, name=task.file_name, content_type=task.format.content_type, valid_s=VALID_S)
    return Download(url=url, file_name=task.file_name, valid_seconds=VALID_S)
