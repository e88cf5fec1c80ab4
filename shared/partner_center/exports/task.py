"""The export task (export_task 导出任务 of guide 10.4 and 10.6): what was asked for, by whom, how far it is, where its file lies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.messages import TEXTS
from partner_center.platform.caller import Caller
from partner_center.platform.table import Choice, Data, Instant, Key, Place, Record, Text, Texts, Whole
from partner_center.platform.view import Sort

KEPT = clock.DAY * 3  # 10.3.5.4/r9; the guide states it there only, it is taken for all exports
STALLED_AFTER = clock.DAY / 12  # two hours: longer than the queue takes to deliver what a killed run left


class ExportStatus(Labelled):
    """Where an export is. The guide names 已完成 alone."""

    PROCESSING = "processing", "处理中", "Processing"
    COMPLETED = "completed", "已完成", "Completed"
    FAILED = "failed", "失败", "Failed"


class ExportFormat(Labelled):
    """What the file is."""

    XLSX = "xlsx", "Excel 工作簿", "Excel workbook"
    CSV = "csv", "CSV 文本", "CSV text"

    @property
    def content_type(self) -> str:
        """The file's media type."""
        return (
            "text/csv; charset=utf-8" if self is ExportFormat.CSV else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )


class Language(Labelled):
    """In which language headers and labels are written."""

    ZH = "zh", "中文", "Chinese"
    EN = "en", "英文", "English"


class ExportTask(Record, kind="export_task"):
    """One export. It is decided with the requester's rights as they were when it was asked for (`acting_as`), and with that instant.

    asked: the page's own request fields. rows: written so far. state: how far the file is (writing.py). runs: invocations that worked on
    it; idle_runs: how many of the last ones came to no checkpoint. failure: the code of a text, failure_facts what it was decided on.
    """

    PLACE = Place("export/{scope}/{user_id}", "{task_id}")
    DUE = Place("export_task", "{due_at}")
    SECRET = ("acting_as", "state")

    scope = Text()
    user_id = Text()
    task_id = Text()
    partner_id = Text(null=True)
    page = Text()
    title_zh = Text()
    title_en = Text()
    asked = Data()
    columns = Texts()
    sort = Choice(Sort, null=True)
    format = Choice(ExportFormat)
    language = Choice(Language)
    acting_as = Data()
    requested_at = Instant()
    touched_at = Instant()
    finished_at = Instant(null=True)
    status = Choice(ExportStatus, default=ExportStatus.PROCESSING)
    rows = Whole(default=0)
    runs = Whole(default=0)
    idle_runs = Whole(default=0)
    state = Data(null=True)
    file_key = Text(null=True)
    size = Whole(null=True)  # bytes
    failure = Text(null=True)
    failure_facts = Data(null=True)

    @property
    def expires_at(self) -> datetime:
        """When record and file are gone."""
        return self.requested_at + KEPT

    @property
    def due_at(self) -> datetime:
        """When the purge looks at it: at the end, and before that when nobody worked on it for long."""
        stalled = self.touched_at + STALLED_AFTER
        return min(stalled, self.expires_at) if self.status is ExportStatus.PROCESSING else self.expires_at

    @property
    def title(self) -> Label:
        """What was exported (导出内容)."""
        return Label(self.title_zh, self.title_en)

    @property
    def tenant(self) -> str:
        """Whose the requester is, for events: the partner, or whoever else the trail belongs to."""
        return self.partner_id or self.scope

    @property
    def file_name(self) -> str:
        """Under which name a browser saves the file."""
        moment = self.requested_at.astimezone(clock.BEIJING)
        return f"{self.title.in_(self.language)}_{moment:%Y%m%d%H%M%S}.{self.format.value}"

    @property
    def folder(self) -> str:
        """Below which key everything of the task lies in the bucket."""
        return f"exports/{self.task_id}/"

    @property
    def why(self) -> Label | None:
        """Why it failed, in words."""
        if self.failure is None:
            return None
        label, limit = TEXTS.get(self.failure, Label(self.failure, self.failure)), (self.failure_facts or {}).get("limit")
        return Label(f"{label.zh}（上限 {limit:,}）", f"{label.en} (at most {limit:,})") if limit else label

    @property
    def requester(self) -> Caller:
        """The requester as the page saw it."""
        return Caller.from_authorizer({"caller": self.acting_as})

    def refuses_download(self) -> Refusal | None:
        """Only a completed export (10.4/r3, 10.3.5.3/r2)."""
        if self.status is ExportStatus.COMPLETED:
            return None
        way_out = "wait_for_export" if self.status is ExportStatus.PROCESSING else "export_again"
        return Refusal.because("export_not_completed", "10.4/r3", way_out=way_out, status=self.status)


def task_key(caller: Caller, task_id: str) -> Key[ExportTask]:
    """The address of one of the caller's own tasks."""
    return ExportTask.key(scope=caller.scope, user_id=caller.user_id, task_id=task_id)


def own_tasks(caller: Caller, _: dict[str, Any]) -> str:
    """Where the caller's own tasks lie, by the time they were asked for."""
    return ExportTask.partition(scope=caller.scope, user_id=caller.user_id)
