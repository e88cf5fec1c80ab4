"""Mark a portal message as read."""

from partner_center.notices import MessageRead, MessageRef, read_message
from partner_center.platform.action import Action, Caller, Work


@Action.post("/messages/{message_id}/read")
def app(request: MessageRef, caller: Caller, work: Work) -> MessageRead:
    return read_message(request, caller, work)
