"""Send several invitations of resellers again, each on its own (guide 11.1.2)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.platform.batch import BatchAnswer
from partner_center.resellers import InvitationRefs, InvitationState, batch_resend_reseller_invitations


@Action.post("/invitation-resends", allow="resellers.manage", guide=["11.1.2/batch_resend_reseller_invitations"])
def app(request: InvitationRefs, caller: Caller, work: Work) -> BatchAnswer[InvitationState]:
    return batch_resend_reseller_invitations(request, caller, work)
