"""Give a member a new initial password (guide 5.1.1.5)."""

from partner_center.organisation import MemberState, ResetPassword, reset_org_member_password
from partner_center.platform.action import Action, Caller, Work


@Action.post("/members/{user_id}/password", allow="organisation.manage", guide=["5.1.1.5/reset_org_member_password"])
def app(request: ResetPassword, caller: Caller, work: Work) -> MemberState:
    return reset_org_member_password(request, caller, work)
