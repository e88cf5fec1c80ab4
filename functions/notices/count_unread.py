"""How many portal messages are unread."""

from partner_center.notices import UnreadCount, count_unread
from partner_center.platform.action import BOTH, Action, Caller, Work


@Action.get("/unread-count", agents=BOTH)
def app(caller: Caller, work: Work) -> UnreadCount:
    return count_unread(caller, work)
