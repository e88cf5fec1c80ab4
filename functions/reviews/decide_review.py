"""Decide a review with reason and attachments; what is decided may move money (guide 10.3.4.1, 10.6.3.4, 10.7.3.3)."""

from partner_center.platform.action import Action, Caller, Reach, Work
from partner_center.reviews import DecideReview, TaskState, decide_review


@Action.post(
    "/duties/{duty}/tasks/{task_id}/decision",
    allow="reviews.work",
    reach=Reach.MONEY,
    guide=[
        "10.3.4.1/review_customer_report",
        "10.4.1.5/record_prereview",
        "10.6.3.4/review_remittance_claim",
        "10.6.3.5.1/review_withdrawal",
        "10.7.3.3/approve_incentive_bill",
    ],
)
def app(request: DecideReview, caller: Caller, work: Work) -> TaskState:
    return decide_review(request, caller, work)
