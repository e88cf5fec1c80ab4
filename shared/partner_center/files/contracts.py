"""The words of the area's API."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from partner_center.files.stored_file import FileStatus, Flaw
from partner_center.platform.contracts import Id, Request, Response, Time, field

FileName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
RecordId = Annotated[str, StringConstraints(min_length=1, max_length=128)]


class CreateUpload(Request):
    """A file that somebody wants to upload; the type is that of the name's ending."""

    purpose: Id = field("用途", "Purpose")
    file_name: FileName = field("文件名", "File name")
    size: int = field("文件大小（字节）", "Size in bytes", ge=1, le=1024**3)
    content_type: str | None = field("内容类型", "Content type, as the browser says it", default=None, max_length=128)


class UploadForm(Response):
    """Where the file goes: one POST (multipart/form-data) to `url` with all `fields` first and the content last, as `file`."""

    file_id: str
    url: str
    fields: dict[str, str]
    expires_in_s: int


class UploadRef(Request):
    """One upload."""

    file_id: Id


class Upload(Response):
    """What became of an upload."""

    file_id: str
    purpose: str
    file_name: str
    status: FileStatus
    size: int | None
    flaw: Flaw | None
    reason: str | None
    looks_like: str | None
    attached: bool
    created_at: Time
    checked_at: Time | None


class DownloadFile(Request):
    """A file of a record that the caller may see: the kind of the page that shows it, the record's ids there, the file."""

    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,60}$")] = field("页面", "Page that shows the record")
    record: dict[str, RecordId] = field("记录标识", "The record's ids on that page, by name", max_length=8)
    file_id: Id = field("文件", "File")


class Download(Response):
    """An address from which the file can be fetched for a minute."""

    url: str
    file_name: str
    size: int
    expires_in_s: int
