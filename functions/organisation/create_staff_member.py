"""Add somebody to the vendor's staff."""

from partner_center.organisation import CreateStaff, MemberState, create_staff_member
from partner_center.platform.action import Action, Caller, Work


@Action.post("/staff", allow="organisation.staff", status=201)
def app(request: CreateStaff, caller: Caller, work: Work) -> MemberState:
    return create_staff_member(request, caller, work)
