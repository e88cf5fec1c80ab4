"""Say which roles a member has (guide 5.1.1.3, 5.1.1.4)."""

from partner_center.organisation import AssignRoles, MemberState, assign_roles
from partner_center.platform.action import Action, Caller, Work


@Action.put("/members/{user_id}/roles", allow="organisation.manage", guide=["5.1.1.3/assign_roles"])
def app(request: AssignRoles, caller: Caller, work: Work) -> MemberState:
    return assign_roles(request, caller, work)
