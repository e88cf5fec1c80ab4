"""Take a review that waits."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.reviews import OfTask, TaskState, claim_review


@Action.post("/duties/{duty}/tasks/{task_id}/claim", allow="reviews.work")
def app(request: OfTask, caller: Caller, work: Work) -> TaskState:
    return claim_review(request, caller, work)
