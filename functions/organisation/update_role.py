"""Change a role of the partner's own (guide 5.1.1.4)."""

from partner_center.organisation import RoleState, UpdateRole, update_role
from partner_center.platform.action import Action, Caller, Work


@Action.put("/roles/{role_id}", allow="organisation.manage", guide=["5.1.1.4/update_role"])
def app(request: UpdateRole, caller: Caller, work: Work) -> RoleState:
    return update_role(request, caller, work)
