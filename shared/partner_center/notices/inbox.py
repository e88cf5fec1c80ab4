"""One's own inbox: reading, marking, counting."""

from __future__ import annotations

from partner_center.notices.contracts import AllRead, MessageRead, MessageRef, ReadAll, UnreadCount
from partner_center.notices.message import PortalMessage, inbox_of, message_key
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER
from partner_center.platform.work import Work

AT_ONCE = 90  # messages marked in one transaction
COUNTED = 100


def read_message(request: MessageRef, caller: Caller, work: Work) -> MessageRead:
    """Mark one message as read; again changes nothing. Raises NotFound."""
    message = work.get(message_key(inbox_of(caller), request.message_id))
    if message.read_at is None:
        message.read_at = work.now
        work.change(message)
    return MessageRead(message_id=message.message_id, read=True)


def read_all_messages(request: ReadAll, caller: Caller, work: Work) -> AllRead:
    """Mark unread messages as read, the oldest first, as many as one transaction takes."""
    where = PortalMessage.category == request.category if request.category else None
    unread: list[PortalMessage] = []
    partition = PortalMessage.owner_partition(inbox=inbox_of(caller))
    for message in work.every(PortalMessage, partition, index=OWNER, where=where):
        if len(unread) > AT_ONCE:
            break
        unread.append(message)
    marked = [message for message in unread[:AT_ONCE] if message.read_at is None]
    for message in marked:
        message.read_at = work.now
        work.change(message)
    return AllRead(read=len(marked), more=len(unread) > AT_ONCE)


def count_unread(caller: Caller, work: Work) -> UnreadCount:
    """How many messages are unread, counted up to a hundred: the portal shows 99+ beyond."""
    page = work.query(PortalMessage, PortalMessage.owner_partition(inbox=inbox_of(caller)), index=OWNER, limit=COUNTED)
    return UnreadCount(unread=len(page.items), or_more=page.next is not None)
