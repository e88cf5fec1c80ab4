"""Delete a role of the partner's own that nobody has (guide 5.1.1.4)."""

from partner_center.organisation import RoleRef, RoleState, delete_role
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/roles/{role_id}", allow="organisation.manage", guide=["5.1.1.4/delete_role"])
def app(request: RoleRef, caller: Caller, work: Work) -> RoleState:
    return delete_role(request, caller, work)
