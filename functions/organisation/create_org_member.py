"""Add a member with his roles (guide 5.1.1.3)."""

from partner_center.organisation import CreateMember, MemberState, create_org_member
from partner_center.platform.action import Action, Caller, Work


@Action.post("/members", allow="organisation.manage", status=201, guide=["5.1.1.3/create_org_member"])
def app(request: CreateMember, caller: Caller, work: Work) -> MemberState:
    return create_org_member(request, caller, work)
