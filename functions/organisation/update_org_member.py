"""Change a member's details, lock or unlock him (guide 5.1.1.5)."""

from partner_center.organisation import MemberState, UpdateMember, update_org_member
from partner_center.platform.action import Action, Caller, Work


@Action.put("/members/{user_id}", allow="organisation.manage", guide=["5.1.1.5/update_org_member"])
def app(request: UpdateMember, caller: Caller, work: Work) -> MemberState:
    return update_org_member(request, caller, work)
