"""Remove a member (guide 5.1.1.5)."""

from partner_center.organisation import MemberRef, MemberState, delete_org_member
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/members/{user_id}", allow="organisation.manage", guide=["5.1.1.5/delete_org_member"])
def app(request: MemberRef, caller: Caller, work: Work) -> MemberState:
    return delete_org_member(request, caller, work)
