from .contracts import DecideReview as DecideReview, Duties as Duties, HandOver as HandOver, OfTask as OfTask, TaskState as TaskState
from .desk import (
    claim_review as claim_review,
    decide_review as decide_review,
    hand_over_review as hand_over_review,
    list_duties as list_duties,
    mark_overdue_reviews as mark_overdue_reviews,
    release_review as release_review,
)
from .kind import Decision as Decision, ReviewKind as ReviewKind, Ruling as Ruling
from .task import (
    ReviewTask as ReviewTask,
    TaskStatus as TaskStatus,
    open_review as open_review,
    review_key as review_key,
    withdraw_review as withdraw_review,
)
from .views import DECIDED_REVIEWS as DECIDED_REVIEWS, WAITING_REVIEWS as WAITING_REVIEWS
