"""Say which duties a member of the vendor's staff has."""

from partner_center.organisation import AssignDuties, MemberState, assign_staff_duties
from partner_center.platform.action import Action, Caller, Work


@Action.put("/staff/{user_id}/roles", allow="organisation.staff")
def app(request: AssignDuties, caller: Caller, work: Work) -> MemberState:
    return assign_staff_duties(request, caller, work)
