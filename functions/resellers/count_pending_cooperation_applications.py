"""How many applications of resellers wait for the distributor (guide 11.1.1)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import PendingApplications, count_pending_cooperation_applications


@Action.get("/waiting-cooperation-applications", allow="resellers.read", guide=["11.1.1/count_pending_cooperation_applications"])
def app(caller: Caller, work: Work) -> PendingApplications:
    return count_pending_cooperation_applications(caller, work)
