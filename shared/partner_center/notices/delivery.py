"""A delivery: one notice to one recipient by e-mail or SMS, from its plan to its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.notices.template import Channel
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, Whole

LEASE = timedelta(minutes=5)  # within which whoever took a delivery must have sent it
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))  # after each try but the last
MOST_TRIES = len(PAUSES) + 1


class DeliveryStatus(Labelled):
    """Where a delivery stands."""

    PLANNED = "planned", "待发送", "Planned"
    SENDING = "sending", "发送中", "Being sent"
    SENT = "sent", "已发送", "Sent"
    FAILED = "failed", "发送失败", "Failed"


class Unsent(Labelled):
    """The statuses of what has not been sent."""

    FAILED = "failed", "发送失败", "Failed"
    PLANNED = "planned", "待发送", "Planned"
    SENDING = "sending", "发送中", "Being sent"


class Delivery(Record, kind="notice_delivery"):
    """One notice by one channel to one address. Its id follows from event, template, recipient and channel: there is one, however often the
    event is told.

    `scope` is whose notice it is: `partner/…`, `customer/…`, `vendor`. `next_try_at` is from when it may be sent (again); empty at its end.
    `problem` is the code of what went wrong last, never a text of the service: that may repeat an address.
    """

    PLACE = Place("delivery/{delivery_id}", "delivery")
    OWNER = Place("notices/{scope}/delivery", "{planned_at}/{delivery_id}")
    LOOKUP = Place("notice_delivery/{unsent}", "{planned_at}/{delivery_id}")
    DUE = Place("notice_delivery", "{next_try_at}/{delivery_id}")
    SECRET = ("sent_to", "title", "text")

    delivery_id = Text()
    event_id = Text()
    event_name = Text()
    template = Text()
    category = Text()
    scope = Text()
    partner_id = Text(null=True)
    recipient = Text()
    channel = Choice(Channel)
    sent_to = Text()
    title = Text()
    text = Text()
    status = Choice(DeliveryStatus)
    planned_at = Instant()
    next_try_at = Instant(null=True)
    tries = Whole(default=0)
    problem = Text(null=True)
    sent_at = Instant(null=True)

    @property
    def unsent(self) -> str | None:
        """The status under which it is watched; None once it was sent."""
        return None if self.status is DeliveryStatus.SENT else self.status.value

    def may_be_taken(self, at: datetime) -> bool:
        """Whether its time has come and nobody has it in hand."""
        return self.next_try_at is not None and at >= self.next_try_at

    def take(self, at: datetime) -> None:
        """Begin a try; until the lease ends nobody else does."""
        self.status, self.next_try_at = DeliveryStatus.SENDING, at + LEASE
        self.tries = int(self.tries) + 1

    def end_sent(self, at: datetime) -> None:
        """It has left."""
        self.status, self.sent_at, self.next_try_at, self.problem = DeliveryStatus.SENT, at, None, None

    def end_try(self, problem: str, at: datetime, *, for_good: bool) -> None:
        """A try failed: again after a pause, unless there is no use in it or it was the last one."""
        self.problem = problem
        if for_good or self.tries >= MOST_TRIES:
            self.status, self.next_try_at = DeliveryStatus.FAILED, None
        else:
            self.status, self.next_try_at = DeliveryStatus.PLANNED, at + PAUSES[int(self.tries) - 1]

    def refuses_retry(self) -> Refusal | None:
        """Only what failed for good waits for somebody's decision."""
        if self.status is DeliveryStatus.FAILED:
            return None
        return Refusal.because("delivery_not_failed", delivery_id=self.delivery_id, status=self.status)

    def start_again(self, at: datetime) -> None:
        """All tries anew."""
        self.status, self.tries, self.next_try_at = DeliveryStatus.PLANNED, 0, at


class DeliveryDue(DomainEvent, name="notices.delivery_due"):
    """A delivery may be sent from `due_at` on. `partner_id` is the tenant of what it tells of."""

    delivery_id: str
    due_at: Time

    @classmethod
    def of(cls, delivery: Delivery, at: datetime) -> DeliveryDue:
        """The event of a delivery whose time has come."""
        return cls(partner_id=delivery.partner_id or "", delivery_id=delivery.delivery_id, due_at=at)


def delivery_key(delivery_id: str) -> Key[Delivery]:
    """The address of a delivery."""
    return Delivery.key(delivery_id=delivery_id)
