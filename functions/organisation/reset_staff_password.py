"""Give a member of the vendor's staff a new initial password."""

from partner_center.organisation import MemberState, ResetPassword, reset_org_member_password
from partner_center.platform.action import Action, Caller, Work


@Action.post("/staff/{user_id}/password", allow="organisation.staff")
def app(request: ResetPassword, caller: Caller, work: Work) -> MemberState:
    return reset_org_member_password(request, caller, work)
