"""Say which account managers stand below a supervisor (guide 5.1.1.3)."""

from partner_center.organisation import AssignManagers, MemberState, assign_am_supervisor
from partner_center.platform.action import Action, Caller, Work


@Action.put("/members/{user_id}/managers", allow="organisation.manage", guide=["5.1.1.3/assign_am_supervisor"])
def app(request: AssignManagers, caller: Caller, work: Work) -> MemberState:
    return assign_am_supervisor(request, caller, work)
