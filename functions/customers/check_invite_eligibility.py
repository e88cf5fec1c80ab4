"""Which reported customers can be invited now (guide 10.3.4.2)."""

from partner_center.customers import AllInvitable, ReportRefs, check_invite_eligibility
from partner_center.platform.action import Action, Caller, Work


@Action.post("/reports/invitation-eligibility", allow="customers.invite", guide=["10.3.4.2/check_invite_eligibility"])
def app(request: ReportRefs, caller: Caller, work: Work) -> AllInvitable:
    return check_invite_eligibility(request, caller, work)
