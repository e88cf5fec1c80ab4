"""Downloads: only through the record that owns the file, as far as the caller sees that record on one of its pages."""

from __future__ import annotations

import os

from partner_center.files.contracts import Download, DownloadFile
from partner_center.files.stored_file import FileStatus, file_key, owner_of
from partner_center.kernel.errors import NotFound
from partner_center.platform.caller import Caller
from partner_center.platform.catalogue import page_for
from partner_center.platform.files import download_url
from partner_center.platform.work import Work

VALID_S = 60


def download_file(request: DownloadFile, caller: Caller, work: Work) -> Download:
    """The address of a file's checked content, for a minute.

    The record is read through the page's own view with the caller's scope and permission, so that whoever cannot see the record cannot
    have its files. Each download is in the audit trail. Raises NotFound, Halt `forbidden`.
    """
    file = work.get(file_key(request.file_id))
    view = page_for(caller, request.kind).view
    if set(request.record) != set(view.ids):
        raise NotFound("record")
    record = view.find(caller, dict(request.record))
    if file.attached_to != owner_of(record) or file.status is not FileStatus.ACCEPTED or file.size is None:
        raise NotFound("file")
    work.note(page=request.kind, record="/".join(request.record.values()), file_id=file.file_id, file_name=file.file_name)
    url = download_url(
        os.environ["FILES_BUCKET"],
        file.object_key,
        name=file.file_name,
        content_type=file.content_type,
        version=file.object_version,
        valid_s=VALID_S,
    )
    return Download(url=url, file_name=file.file_name, size=file.size, expires_in_s=VALID_S)
