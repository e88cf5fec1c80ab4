"""Review tasks: what waits for the vendor's staff, from opening to the receipt of the decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.permissions import Actor
from partner_center.kernel.workflow import VENDOR, Workflow, step
from partner_center.platform.caller import Caller
from partner_center.platform.table import Choice, Data, Instant, Key, Place, Record, Text, Texts
from partner_center.platform.work import Work
from partner_center.reviews.kind import Decision, ReviewKind


class TaskStatus(Labelled):
    """The states of a task: it waits, somebody has it, it is decided, or nothing is left to decide."""

    OPEN = "open", "待处理", "Open"
    CLAIMED = "claimed", "处理中", "Claimed"
    APPROVED = "approved", "审核通过", "Approved"
    REJECTED = "rejected", "审核不通过", "Rejected"
    CHANGES_REQUESTED = "changes_requested", "待修改", "Changes requested"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


WAITING = frozenset({TaskStatus.OPEN, TaskStatus.CLAIMED})
TASK_FLOW: Workflow[TaskStatus] = Workflow(
    step("claim", [TaskStatus.OPEN], TaskStatus.CLAIMED, [VENDOR]),
    step("release", [TaskStatus.CLAIMED], TaskStatus.OPEN, [VENDOR]),
    step("hand_over", WAITING, TaskStatus.OPEN, [VENDOR]),
    *(step(decision.value, WAITING, TaskStatus(decision.value), [VENDOR]) for decision in Decision),
    step("withdraw", WAITING, TaskStatus.WITHDRAWN, list(Actor)),
)


class ReviewTask(Record, kind="review_task"):
    """One subject to be decided. A subject has one task for each attempt (a resubmission is the next).

    `facts` are what the reviewer needs to see, as the area told them at the opening; `receipt` is {who, when, rule, facts, reason,
    attachments} of the decision. `meant_for` names a colleague to whom it was handed over: a hint, every holder of the duty may take it.
    The worklists hold what waits by its due time, and what is done by its end.
    """

    PLACE = Place("review/{duty}", "{task_id}")
    OWNER = Place("review/{duty}/{shelf}", "{shelved_at}/{task_id}")
    DUE = Place("review_due", "{falls_due_at}/{task_id}")
    SECRET = ("facts", "receipt", "claimed_name", "decided_name")  # may hold personal data, and stand in the task itself

    task_id = Text()
    duty = Text()
    review_kind = Text()
    kind_label = Data()  # [zh, en]
    subject_id = Text()
    partner_id = Text(null=True)
    title = Text()
    facts = Data()
    status = Choice(TaskStatus)
    opened_at = Instant()
    due_at = Instant()
    overdue_at = Instant(null=True)  # when it was noticed that it is late
    claimed_by = Text(null=True)
    claimed_name = Text(null=True)
    claimed_at = Instant(null=True)
    meant_for = Text(null=True)
    ended_at = Instant(null=True)
    decided_by = Text(null=True)
    decided_name = Text(null=True)
    reason = Text(null=True)
    attachments = Texts()
    receipt = Data(null=True)

    @property
    def label(self) -> Label:
        """What kind of review it is."""
        return Label(*self.kind_label)

    @property
    def waits(self) -> bool:
        """Whether it is still to be decided."""
        return self.status in WAITING

    @property
    def shelf(self) -> str:
        """The worklist that it lies on."""
        return "waiting" if self.waits else "done"

    @property
    def shelved_at(self) -> datetime | None:
        """By what its worklist is sorted."""
        return self.due_at if self.waits else self.ended_at

    @property
    def falls_due_at(self) -> datetime | None:
        """When the schedule must look at it; None once it was found late, or is done."""
        return self.due_at if self.waits and self.overdue_at is None else None

    def is_overdue_at(self, now: datetime) -> bool:
        """Whether it should have been decided by now."""
        return self.waits and now > self.due_at

    def refuses_end(self) -> Refusal | None:
        """What is over stays so; the answer says who ended it and when."""
        if self.waits:
            return None
        return Refusal.because(
            "review_is_over",
            status=self.status,
            decided_by=self.decided_by,
            decided_name=self.decided_name,
            ended_at=clock.iso(self.ended_at) if self.ended_at else None,
        )

    def refuses(self, caller: Caller) -> Refusal | None:
        """A claimed task is its holder's."""
        if self.status is not TaskStatus.CLAIMED or self.claimed_by == caller.user_id:
            return None
        return Refusal.because(
            "review_claimed_by_other",
            way_out="ask_for_a_hand_over",
            claimed_by=self.claimed_by,
            claimed_name=self.claimed_name,
            claimed_at=clock.iso(self.claimed_at) if self.claimed_at else None,
        )

    def hold(self, caller: Caller, now: datetime) -> None:
        """It is the caller's from now on."""
        self.claimed_by, self.claimed_name, self.claimed_at, self.meant_for = caller.user_id, caller.name or None, now, None

    def let_go(self, meant_for: str | None = None) -> None:
        """It is nobody's."""
        self.claimed_by, self.claimed_name, self.claimed_at, self.meant_for = None, None, None, meant_for

    def take(self, name: str, caller: Caller) -> None:
        """Take a step of the workflow."""
        self.status = TASK_FLOW.take(name, self.status, caller.actor)


def task_key(duty: str, task_id: str) -> Key[ReviewTask]:
    """The address of a task."""
    return ReviewTask.key(duty=duty, task_id=task_id)


def review_key(kind: ReviewKind, subject_id: str, *, partner_id: str | None = None, attempt: int = 1) -> Key[ReviewTask]:
    """The address of a subject's task."""
    return task_key(kind.duty, ids.derived_id("RV", kind.code, partner_id or "", subject_id, str(attempt)))


def open_review(
    work: Work,
    kind: ReviewKind,
    subject_id: str,
    *,
    title: str,
    facts: dict[str, Any],
    partner_id: str | None = None,
    due_at: datetime | None = None,
    attempt: int = 1,
) -> ReviewTask:
    """Let something wait for a decision at the review desk, in the transaction of the command that asks for it.

    `due_at` is after the kind's working days (Beijing calendar, the end of that day) unless given.
    """
    days = clock.working_days_later(clock.business_date(work.now), kind.working_days)
    task = ReviewTask(
        task_id=review_key(kind, subject_id, partner_id=partner_id, attempt=attempt).sort,
        duty=kind.duty,
        review_kind=kind.code,
        kind_label=[kind.label.zh, kind.label.en],
        subject_id=subject_id,
        partner_id=partner_id,
        title=title,
        facts=facts,
        status=TaskStatus.OPEN,
        opened_at=work.now,
        due_at=due_at or clock.end_of(days),
    )
    work.add(task)
    return task


def withdraw_review(work: Work, kind: ReviewKind, subject_id: str, *, partner_id: str | None = None, attempt: int = 1) -> None:
    """Nothing is left to decide: the subject lapsed or was taken back. What is over already stays as it is."""
    task = work.get(review_key(kind, subject_id, partner_id=partner_id, attempt=attempt), or_none=True)
    if task is not None and task.waits:
        task.take("withdraw", work.caller)
        task.let_go()
        task.ended_at = work.now
        work.change(task)
