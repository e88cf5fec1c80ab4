"""Send several invitations again (guide 10.3.4.4)."""

from partner_center.customers import AllResent, RecordRefs, batch_resend_invitations
from partner_center.platform.action import Action, Caller, Work


@Action.post("/expansion-records/resends", allow="customers.invite", guide=["10.3.4.4/batch_resend_invitations"])
def app(request: RecordRefs, caller: Caller, work: Work) -> AllResent:
    return batch_resend_invitations(request, caller, work)
