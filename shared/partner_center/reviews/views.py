"""The desk's pages: what waits by duty, the soonest due first, and what was decided, the newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.kernel import clock
from partner_center.kernel.labels import Label, Labelled
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER, Key
from partner_center.platform.view import Asked, Column, Filter, View, col, contains, equals
from partner_center.reviews.desk import own_duty
from partner_center.reviews.task import ReviewTask, TaskStatus, task_key


class Lateness(Labelled):
    """Whether a task should have been decided by now."""

    OVERDUE = "overdue", "已超期", "Overdue"
    IN_TIME = "in_time", "未超期", "In time"


def late(value: str, now: datetime) -> Any:
    """The storage's condition for the lateness at an instant."""
    return ReviewTask.due_at < now if value == Lateness.OVERDUE else ReviewTask.due_at >= now


def of_duty(caller: Caller, duty: str, task_id: str) -> Key[ReviewTask]:
    """A task of a duty that the caller holds."""
    return task_key(own_duty(caller, duty), task_id)


def _shelf(name: str) -> Any:
    def within(caller: Caller, asked: Asked) -> str:
        return ReviewTask.owner_partition(duty=own_duty(caller, asked["duty"]), shelf=name)

    return within


def by_time(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    """Bounds of the worklist's order."""
    return clock.iso(since) if since else None, f"{clock.iso(until)}~" if until else None


_ABOUT: list[Column[ReviewTask]] = [
    col("duty", "职责", "Duty"),
    col("task_id", "任务编号", "Task"),
    col("review_kind", "审核类型", "Kind of review"),
    col("label", "审核事项", "Review"),
    col("title", "标题", "Title"),
    col("subject_id", "对象编号", "Subject"),
    col("partner_id", "伙伴ID", "Partner ID"),
    col("status", "状态", "Status"),
    col("opened_at", "提交时间", "Submitted at"),
    col("due_at", "应完成时间", "Due at"),
]
_IN_DETAIL: list[Column[ReviewTask]] = [
    col("facts", "审核资料", "Facts", in_list=False),
    col("receipt", "审核回执", "Receipt", in_list=False),
    col("attachments", "附件", "Attachments", value=lambda task: list(task.attachments), in_list=False),
]

WAITING_REVIEWS = View(
    ReviewTask,
    title=Label("待审核任务", "Reviews waiting"),
    within=_shelf("waiting"),
    one=of_duty,
    index=OWNER,
    span=by_time,
    newest_first=False,
    columns=[
        *_ABOUT,
        col("lateness", "是否超期", "Overdue", at=lambda task, now: Lateness.OVERDUE if task.is_overdue_at(now) else Lateness.IN_TIME),
        col("claimed_by", "处理人", "Claimed by"),
        col("claimed_name", "处理人姓名", "Name"),
        col("claimed_at", "领取时间", "Claimed at"),
        col("meant_for", "转交给", "Handed over to"),
        *_IN_DETAIL,
    ],
    filters=[
        equals("status", "状态", "Status", TaskStatus),
        equals("claimed_by", "处理人", "Claimed by"),
        equals("meant_for", "转交给", "Handed over to"),
        Filter("lateness", Label("是否超期", "Overdue"), "equals", Lateness, late),
        equals("review_kind", "审核类型", "Kind of review"),
        equals("partner_id", "伙伴ID", "Partner ID"),
        equals("subject_id", "对象编号", "Subject"),
        contains("title", "标题", "Title"),
    ],
)

DECIDED_REVIEWS = View(
    ReviewTask,
    title=Label("已审核任务", "Reviews decided"),
    within=_shelf("done"),
    one=of_duty,
    index=OWNER,
    span=by_time,
    columns=[
        *_ABOUT,
        col("ended_at", "审核时间", "Decided at"),
        col("decided_by", "审核人", "Decided by"),
        col("decided_name", "审核人姓名", "Name"),
        col("reason", "审核意见", "Reason"),
        *_IN_DETAIL,
    ],
    filters=[
        equals("status", "审核结论", "Decision", TaskStatus),
        equals("decided_by", "审核人", "Decided by"),
        equals("review_kind", "审核类型", "Kind of review"),
        equals("partner_id", "伙伴ID", "Partner ID"),
        equals("subject_id", "对象编号", "Subject"),
        contains("title", "标题", "Title"),
    ],
)
