"""Give a claimed review back."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.reviews import OfTask, TaskState, release_review


@Action.delete("/duties/{duty}/tasks/{task_id}/claim", allow="reviews.work")
def app(request: OfTask, caller: Caller, work: Work) -> TaskState:
    return release_review(request, caller, work)
