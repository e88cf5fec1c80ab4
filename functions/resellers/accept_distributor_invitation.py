"""A reseller accepts a distributor's invitation (guide 3.6.2, 11.1.2)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import AcceptInvitation, CooperationState, accept_distributor_invitation


@Action.post(
    "/invitation-links/{token}/acceptance",
    allow="resellers.cooperate",
    guide=["3.6.2/accept_distributor_invitation", "11.1.2/accept_distributor_invitation"],
)
def app(request: AcceptInvitation, caller: Caller, work: Work) -> CooperationState:
    return accept_distributor_invitation(request, caller, work)
