"""Make a role of the partner's own (guide 5.1.1.4)."""

from partner_center.organisation import CreateRole, RoleState, create_role
from partner_center.platform.action import Action, Caller, Work


@Action.post("/roles", allow="organisation.manage", status=201, guide=["5.1.1.4/create_role"])
def app(request: CreateRole, caller: Caller, work: Work) -> RoleState:
    return create_role(request, caller, work)
