"""Portal messages (站内信): what somebody finds in his inbox."""

from __future__ import annotations

from datetime import UTC, datetime

from partner_center.kernel import ids
from partner_center.kernel.labels import Label, Labelled
from partner_center.platform.caller import Caller
from partner_center.platform.table import Instant, Key, Place, Record, Text


class ReadState(Labelled):
    """Whether a message was read."""

    UNREAD = "unread", "未读", "Unread"
    READ = "read", "已读", "Read"


class PortalMessage(Record, kind="portal_message"):
    """One message in one inbox: a member's in one tenant, a customer's, or one of the vendor's staff. In both languages."""

    PLACE = Place("inbox/{inbox}", "{message_id}")
    OWNER = Place("inbox/{inbox}/unread", "{unread}")

    inbox = Text()
    message_id = Text()
    event_name = Text()
    template = Text()
    category = Text()
    title_zh = Text()
    title_en = Text()
    text_zh = Text()
    text_en = Text()
    told_at = Instant()
    read_at = Instant(null=True)

    @property
    def unread(self) -> str | None:
        """Its id while nobody has read it."""
        return self.message_id if self.read_at is None else None

    @property
    def title(self) -> Label:
        """The title."""
        return Label(self.title_zh, self.title_en)

    @property
    def text(self) -> Label:
        """The text."""
        return Label(self.text_zh, self.text_en)

    @property
    def read_state(self) -> ReadState:
        """Whether it was read."""
        return ReadState.UNREAD if self.read_at is None else ReadState.READ


def message_key(inbox: str, message_id: str) -> Key[PortalMessage]:
    """The address of a message."""
    return PortalMessage.key(inbox=inbox, message_id=message_id)


def message_id_of(at: datetime, *parts: str) -> str:
    """An id that sorts by time and is the same for the same event, template and inbox."""
    return f"{stamp(at)}-{ids.fingerprint(*parts)[:16].upper()}"


def stamp(at: datetime) -> str:
    """The beginning of the ids of an instant's messages."""
    return at.astimezone(UTC).strftime("%Y%m%d%H%M%S%f")


def inbox_of(caller: Caller) -> str:
    """The caller's own inbox: a person who acts for several partners has one for each."""
    if caller.partner is None and caller.customer is not None:
        return customer_inbox(caller.customer)
    return f"{caller.scope}/{caller.user_id}"


def customer_inbox(customer_id: str) -> str:
    """The inbox of a customer's account, which is also that of a person who acts for nobody."""
    return f"customer/{customer_id}"
