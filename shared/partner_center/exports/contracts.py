"""The words of the API of exports, reveals and chosen columns."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints

from partner_center.exports.task import ExportFormat, ExportStatus, Language
from partner_center.platform.contracts import Id, Request, Response, Time, field
from partner_center.platform.view import LONGEST_ID, Sort

Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,80}$")]  # area.function of the function that shows the page
Name = Annotated[str, StringConstraints(pattern=r"^[a-z_0-9]{1,64}$")]
Given = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ID)]


class RequestExport(Request):
    """Export a page: all records that its list would show for these filters."""

    kind: Kind = field("页面", "Page")
    filters: dict[str, Any] = field("导出条件", "The page's own request fields", default={})
    format: ExportFormat = field("文件格式", "Format", default=ExportFormat.XLSX)
    language: Language = field("语言", "Language of headers and labels", default=Language.ZH)
    columns: list[Name] | None = field("导出列", "Columns, in this order", default=None, min_length=1, max_length=200, unique=True)
    sort: Sort | None = field("排序", "Direction of the order", default=None)


class ExportCreated(Response):
    """The export task that was created."""

    task_id: str
    status: ExportStatus
    message: str
    requested_at: Time
    expires_at: Time


class TaskRef(Request):
    """One export task."""

    task_id: Id


class Download(Response):
    """Where the file can be fetched for a minute; nowhere in a dry run."""

    url: str | None
    file_name: str
    valid_seconds: int


class RevealField(Request):
    """Show one masked field of one record in full. `record`: the ids by name, as the page's description lists them."""

    kind: Kind = field("页面", "Page")
    record: dict[Name, Given] = field("记录", "Ids of the record", min_length=1, max_length=8)
    field: Name = field("字段", "Masked field")


class RevealedField(Response):
    """The full value of a field; masked in a dry run."""

    field: str
    value: Any


class PageRef(Request):
    """A page."""

    kind: Kind


class ChooseColumns(Request):
    """The columns a person wants to see of a page's list, in this order."""

    kind: Kind
    columns: list[Name] = field("显示的列", "Columns shown", min_length=1, max_length=200, unique=True)


class ChosenColumns(Response):
    """What a person sees of a page's list: its own choice, or all of the list's columns."""

    kind: str
    columns: list[str]
    own: bool
