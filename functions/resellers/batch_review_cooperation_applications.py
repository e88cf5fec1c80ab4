"""One decision about several applications of resellers, each on its own (guide 11.1.1)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.platform.batch import BatchAnswer
from partner_center.resellers import ApplicationState, ReviewApplications, batch_review_cooperation_applications


@Action.post("/cooperation-application-reviews", allow="resellers.manage", guide=["11.1.1/batch_review_cooperation_applications"])
def app(request: ReviewApplications, caller: Caller, work: Work) -> BatchAnswer[ApplicationState]:
    return batch_review_cooperation_applications(request, caller, work)
