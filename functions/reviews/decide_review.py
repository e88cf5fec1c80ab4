"""Decide a review with reason and attachments (guide 10.3.4.1, 10.7.3.3)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.reviews import DecideReview, TaskState, decide_review


@Action.post(
    "/duties/{duty}/tasks/{task_id}/decision",
    allow="reviews.work",
    guide=[
        "10.3.4.1/review_customer_report",
        "10.4.1.5/record_prereview",
        "10.7.3.3/approve_incentive_bill",
        "10.6.3.5.1/review_withdrawal",
    ],
)
def app(request: DecideReview, caller: Caller, work: Work) -> TaskState:
    return decide_review(request, caller, work)
