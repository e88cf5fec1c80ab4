"""Mark all portal messages as read."""

from partner_center.notices import AllRead, ReadAll, read_all_messages
from partner_center.platform.action import Action, Caller, Work


@Action.post("/read-all")
def app(request: ReadAll, caller: Caller, work: Work) -> AllRead:
    return read_all_messages(request, caller, work)
