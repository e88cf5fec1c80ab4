"""Sign out on all other devices."""

from partner_center.identity import Ended, end_other_sessions
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/sessions")
def app(caller: Caller, work: Work) -> Ended:
    return end_other_sessions(caller, work)
