"""What reviewers do: take a task, give it back or on, decide it.

Whoever does not hold a duty finds none of its tasks. Of two who take or decide a task at the same time one is first; the other one is
told who. Deciding needs no claim, a claimed task is decided by its holder alone. Where the holder is away, any colleague of the same duty
may hand the task over (to anybody, also to oneself): the trail says who did.
"""

from __future__ import annotations

from typing import Any

from partner_center.files import attach
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.permissions import PERMISSIONS
from partner_center.platform.caller import Caller
from partner_center.platform.schedule import Run
from partner_center.platform.table import OWNER
from partner_center.platform.work import Work
from partner_center.reviews.contracts import DecideReview, Duties, DutyState, HandOver, OfTask, TaskState
from partner_center.reviews.events import ReviewDecided, ReviewOverdue
from partner_center.reviews.kind import Decision, ReviewKind, Ruling, all_kinds, kind_of
from partner_center.reviews.task import ReviewTask, TaskStatus, task_key

ATTACHMENT = "review_attachment"  # the purpose under which reviewers upload their files
COUNTED = 100  # tasks of a duty that the overview counts


def own_duty(caller: Caller, duty: str) -> str:
    """A duty that the caller holds; not found otherwise."""
    if duty not in PERMISSIONS or not caller.may(duty):
        raise NotFound("duty")
    return duty


def _task(request: OfTask, caller: Caller, work: Work) -> ReviewTask:
    return work.get(task_key(own_duty(caller, request.duty), request.task_id))


def claim_review(request: OfTask, caller: Caller, work: Work) -> TaskState:
    """Take a task. Raises Refused review_claimed_by_other, review_is_over."""
    task = _task(request, caller, work)
    work.require(task.refuses_end() or task.refuses(caller))
    if task.status is TaskStatus.OPEN:
        task.take("claim", caller)
        task.hold(caller, work.now)
        work.change(task)
    return TaskState.of(task)


def release_review(request: OfTask, caller: Caller, work: Work) -> TaskState:
    """Give one's own task back. Raises Refused review_claimed_by_other, review_is_over, illegal_transition."""
    task = _task(request, caller, work)
    work.require(task.refuses_end() or task.refuses(caller))
    task.take("release", caller)
    task.let_go()
    work.change(task)
    return TaskState.of(task)


def hand_over_review(request: HandOver, caller: Caller, work: Work) -> TaskState:
    """Lay a task, one's own or an absent colleague's, before somebody. Raises Refused review_is_over."""
    task = _task(request, caller, work)
    work.require(task.refuses_end())
    task.take("hand_over", caller)
    task.let_go(request.user_id)
    work.change(task)
    return TaskState.of(task)


def decide_review(request: DecideReview, caller: Caller, work: Work) -> TaskState:
    """Decide a task: the area's records, the task and its receipt change together, or nothing does.

    Raises Refused review_is_over, review_claimed_by_other, decision_not_offered, reason_required, whatever the area's rules refuse, and
    what files refuse of attachments.
    """
    task = _task(request, caller, work)
    kind = kind_of(task.review_kind)
    work.require(task.refuses_end() or task.refuses(caller), refuses_decision(kind, request))
    ruling = Ruling(task.task_id, task.subject_id, task.partner_id, request.decision, request.reason, tuple(request.attachments))
    facts = kind.decide(ruling, work)
    if request.attachments:
        attach(work, request.attachments, ATTACHMENT, to=task)
    _close(task, kind, ruling, facts, work)
    return TaskState.of(task)


def refuses_decision(kind: ReviewKind, request: DecideReview) -> Refusal | None:
    """A decision that this kind of review knows, with its reason where it is no approval."""
    if request.decision not in kind.decisions:
        return Refusal.because("decision_not_offered", kind.rule, offered=[decision.value for decision in kind.decisions])
    if request.decision is not Decision.APPROVED and request.reason is None:
        return Refusal.because("reason_required", kind.rule, decision=request.decision)
    return None


def _close(task: ReviewTask, kind: ReviewKind, ruling: Ruling, facts: dict[str, Any], work: Work) -> None:
    caller = work.caller
    task.take(ruling.decision.value, caller)
    if task.claimed_by is None:
        task.hold(caller, work.now)
    task.ended_at, task.decided_by, task.decided_name = work.now, caller.user_id, caller.name or None
    task.reason, task.attachments = ruling.reason, list(ruling.attachments)
    task.receipt = {
        "who": caller.user_id,
        "name": caller.name or None,
        "when": clock.iso(work.now),
        "rule": kind.rule,
        "decision": ruling.decision.value,
        "facts": {**task.facts, **facts},
        "reason": ruling.reason,
        "attachments": list(ruling.attachments),
    }
    work.change(task)
    work.emit(
        ReviewDecided(
            partner_id=task.partner_id or "",
            task_id=task.task_id,
            review_kind=task.review_kind,
            subject_id=task.subject_id,
            title=task.title,
            decision=ruling.decision,
            reason=ruling.reason,
            decided_at=work.now,
        )
    )


def list_duties(caller: Caller, work: Work) -> Duties:
    """The caller's duties with what waits in each, the longest due first counted."""
    kinds: dict[str, list[ReviewKind]] = {}
    for kind in all_kinds():
        if caller.may(kind.duty):
            kinds.setdefault(kind.duty, []).append(kind)
    return Duties(items=[_duty(caller, duty, kinds[duty], work) for duty in sorted(kinds)], counted_to=COUNTED)


def _duty(caller: Caller, duty: str, kinds: list[ReviewKind], work: Work) -> DutyState:
    tasks = work.query(ReviewTask, ReviewTask.owner_partition(duty=duty, shelf="waiting"), index=OWNER, limit=COUNTED).items
    label = PERMISSIONS[duty].label
    return DutyState(
        duty=duty,
        label={"zh": label.zh, "en": label.en},
        kinds=[{"code": kind.code, "zh": kind.label.zh, "en": kind.label.en} for kind in kinds],
        waiting=len(tasks),
        overdue=sum(task.is_overdue_at(work.now) for task in tasks),
        mine=sum(caller.user_id in {task.claimed_by, task.meant_for} for task in tasks),
    )


def mark_overdue_reviews(run: Run) -> None:
    """Tell of each task once that was not decided in time."""

    def mark(due: ReviewTask, work: Work) -> bool:
        task = work.get(task_key(due.duty, due.task_id))
        if task.falls_due_at is None or not task.is_overdue_at(work.now):
            return False
        task.overdue_at = work.now
        work.change(task)
        work.emit(ReviewOverdue.of(task))
        return True

    run.each(run.due(ReviewTask), mark)
