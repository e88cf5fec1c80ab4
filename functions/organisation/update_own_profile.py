"""Change one's own details (guide 5.1.3)."""

from partner_center.organisation import MemberState, UpdateOwnProfile, update_own_profile
from partner_center.platform.action import Action, Caller, Work


@Action.put("/profile", allow="organisation.own_profile", guide=["5.1.3/update_own_profile"])
def app(request: UpdateOwnProfile, caller: Caller, work: Work) -> MemberState:
    return update_own_profile(request, caller, work)
