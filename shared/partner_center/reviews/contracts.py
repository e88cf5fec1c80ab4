"""The words of the review desk's API."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints

from partner_center.platform.contracts import Id, Request, Response, Time, field
from partner_center.reviews.kind import Decision
from partner_center.reviews.task import ReviewTask, TaskStatus

Duty = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,60}$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class OfTask(Request):
    """One task of a duty."""

    duty: Duty = field("职责", "Duty")
    task_id: Id = field("任务编号", "Task")


class HandOver(OfTask):
    """Give a task to a colleague."""

    user_id: Id = field("转交给", "To")


class DecideReview(OfTask):
    """The decision on a task. A reason goes with every decision but an approval."""

    decision: Decision = field("审核结论", "Decision")
    reason: Reason | None = field("审核意见", "Reason", default=None)
    attachments: list[Id] = field("附件", "Attachments", default=[], max_length=10, unique=True)


class TaskState(Response):
    """A task after a command. `receipt` says who decided, when, by which rule, on which facts."""

    task_id: str
    status: TaskStatus
    due_at: Time
    claimed_by: str | None
    meant_for: str | None
    receipt: dict[str, Any] | None

    @classmethod
    def of(cls, task: ReviewTask) -> TaskState:
        """The state of a task."""
        return cls(
            task_id=task.task_id,
            status=task.status,
            due_at=task.due_at,
            claimed_by=task.claimed_by,
            meant_for=task.meant_for,
            receipt=task.receipt,
        )


class DutyState(Response):
    """A duty of the caller: the kinds of reviews it covers, and how much waits. Counts end at `counted_to`."""

    duty: str
    label: dict[str, str]
    kinds: list[dict[str, str]]
    waiting: int
    overdue: int
    mine: int


class Duties(Response):
    """The caller's duties."""

    items: list[DutyState]
    counted_to: int
