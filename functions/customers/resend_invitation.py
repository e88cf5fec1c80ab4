"""Send a lapsed invitation again (guide 10.3.4.4)."""

from partner_center.customers import Invited, RecordRef, resend_invitation
from partner_center.platform.action import Action, Caller, Work


@Action.post("/expansion-records/{record_id}/resend", allow="customers.invite", guide=["10.3.4.4/resend_invitation"])
def app(request: RecordRef, caller: Caller, work: Work) -> Invited:
    return resend_invitation(request, caller, work)
