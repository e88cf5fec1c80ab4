"""A stored file: what somebody announced, what arrived, what the check said, and the record that owns it."""

from __future__ import annotations

from datetime import timedelta

from partner_center.kernel.labels import Labelled
from partner_center.platform.caller import Caller
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, Whole

KEPT_UNATTACHED = timedelta(days=1)


class FileStatus(Labelled):
    """Where a file stands."""

    AWAITING = "awaiting", "待上传", "Awaiting upload"
    CHECKING = "checking", "检查中", "Being checked"
    ACCEPTED = "accepted", "已通过", "Accepted"
    REFUSED = "refused", "未通过", "Refused"
    PURGING = "purging", "清除中", "Being purged"


class Flaw(Labelled):
    """Why a file was refused."""

    EMPTY = "empty", "文件为空", "The file is empty"
    LARGER = "larger", "文件大于上传时声明的大小", "The file is larger than was declared"
    DISGUISED = "disguised", "文件内容与扩展名不符", "The content is not what the name says"
    INCOMPLETE = "incomplete", "文件不完整或已损坏", "The file is incomplete or damaged"
    ENCRYPTED = "encrypted", "文件已加密，无法检查", "The file is encrypted and cannot be checked"
    MACROS = "macros", "文件含有宏", "The file holds macros"
    BOMB = "bomb", "压缩包内容过多或解压后过大", "The archive holds too much"
    NOT_TEXT = "not_text", "不是 UTF-8 或 GB18030 文本", "The file is no text in UTF-8 or GB18030"


class StoredFile(Record, kind="stored_file"):
    """One file of one scope (a partner, a customer, the vendor). Sizes in bytes.

    `object_version` and `etag` are those of the content that was checked: what is stored over it afterwards is never handed out.
    `attached_to` is the address of the record that owns the file. `purge_at` is empty once a record owns it.
    """

    PLACE = Place("file/{file_id}", "stored_file")
    DUE = Place("stored_file_purge", "{purge_at}/{file_id}")

    file_id = Text()
    scope = Text()
    purpose = Text()
    file_name = Text()
    extension = Text()
    content_type = Text()
    declared_size = Whole()
    status = Choice(FileStatus)
    uploaded_by = Text()
    created_at = Instant()
    checked_at = Instant(null=True)
    size = Whole(null=True)
    etag = Text(null=True)
    object_version = Text(null=True)
    flaw = Choice(Flaw, null=True)
    looks_like = Text(null=True)  # what a disguised file seems to be: exe
    attached_to = Text(null=True)
    attached_at = Instant(null=True)
    purge_at = Instant(null=True)

    @property
    def object_key(self) -> str:
        """Where its content lies in the bucket of files."""
        return f"{PREFIX}{self.scope}/{self.file_id}"

    def is_of(self, caller: Caller) -> bool:
        """Whether the caller uploaded it, in the scope in which it acts now."""
        return self.scope == caller.scope and self.uploaded_by == caller.user_id


PREFIX = "uploads/"  # of the objects' keys in the bucket of files


def file_key(file_id: str) -> Key[StoredFile]:
    """The address of a stored file."""
    return StoredFile.key(file_id=file_id)


def owner_of(record: Record) -> str:
    """A record's address as `attached_to` keeps it."""
    return "|".join(record.address)
