"""Change a member of the vendor's staff, lock or unlock him."""

from partner_center.organisation import MemberState, UpdateMember, update_org_member
from partner_center.platform.action import Action, Caller, Work


@Action.put("/staff/{user_id}", allow="organisation.staff")
def app(request: UpdateMember, caller: Caller, work: Work) -> MemberState:
    return update_org_member(request, caller, work)
