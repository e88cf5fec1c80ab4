"""One role with its permissions (guide 5.1.1.4)."""

from partner_center.organisation import RoleRef, RoleState, get_role
from partner_center.platform.action import Action, Caller, Work


@Action.get("/roles/{role_id}", allow="organisation.read", guide=["5.1.1.4/get_role"])
def app(request: RoleRef, caller: Caller, work: Work) -> RoleState:
    return get_role(request, caller, work)
