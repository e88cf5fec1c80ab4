"""Hand a review over to a colleague."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.reviews import HandOver, TaskState, hand_over_review


@Action.post("/duties/{duty}/tasks/{task_id}/hand-over", allow="reviews.work")
def app(request: HandOver, caller: Caller, work: Work) -> TaskState:
    return hand_over_review(request, caller, work)
