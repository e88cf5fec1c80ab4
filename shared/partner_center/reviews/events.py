"""What the review desk tells."""

from __future__ import annotations

from datetime import datetime

from partner_center.platform.events import DomainEvent
from partner_center.reviews.kind import Decision
from partner_center.reviews.task import ReviewTask


class ReviewDecided(DomainEvent, name="reviews.review_decided"):
    """Somebody decided a review. `partner_id` is empty where the subject belongs to no partner."""

    task_id: str
    review_kind: str
    subject_id: str
    title: str
    decision: Decision
    reason: str | None
    decided_at: datetime


class ReviewOverdue(DomainEvent, name="reviews.review_overdue"):
    """A review was not decided in time. Told once a task."""

    task_id: str
    review_kind: str
    duty: str
    title: str
    due_at: datetime
    claimed_by: str | None

    @classmethod
    def of(cls, task: ReviewTask) -> ReviewOverdue:
        """The event of a late task."""
        return cls(
            partner_id=task.partner_id or "",
            task_id=task.task_id,
            review_kind=task.review_kind,
            duty=task.duty,
            title=task.title,
            due_at=task.due_at,
            claimed_by=task.claimed_by,
        )
