"""The review desk: what waits for the vendor's staff, by duty. Other areas join with a `ReviewKind` (see kind.py) and `open_review`."""

from partner_center.reviews import messages as messages
from partner_center.reviews.contracts import DecideReview, Duties, HandOver, OfTask, TaskState
from partner_center.reviews.desk import claim_review, decide_review, hand_over_review, list_duties, mark_overdue_reviews, release_review
from partner_center.reviews.kind import Decision, ReviewKind, Ruling
from partner_center.reviews.task import ReviewTask, TaskStatus, open_review, review_key, withdraw_review
from partner_center.reviews.views import DECIDED_REVIEWS, WAITING_REVIEWS

__all__ = [
    "DECIDED_REVIEWS",
    "WAITING_REVIEWS",
    "DecideReview",
    "Decision",
    "Duties",
    "HandOver",
    "OfTask",
    "ReviewKind",
    "ReviewTask",
    "Ruling",
    "TaskState",
    "TaskStatus",
    "claim_review",
    "decide_review",
    "hand_over_review",
    "list_duties",
    "mark_overdue_reviews",
    "open_review",
    "release_review",
    "review_key",
    "withdraw_review",
]
