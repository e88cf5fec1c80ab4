"""Approve or reject the application of a reseller (guide 11.1.1)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import ApplicationState, ReviewApplication, review_cooperation_application


@Action.post(
    "/cooperation-applications/{application_id}/review",
    allow="resellers.manage",
    guide=["11.1.1/review_cooperation_application"],
)
def app(request: ReviewApplication, caller: Caller, work: Work) -> ApplicationState:
    return review_cooperation_application(request, caller, work)
