"""The words of the area's API."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from partner_center.notices.delivery import DeliveryStatus
from partner_center.platform.contracts import Id, Mobile, Name, Request, Response, field

Email = Annotated[str, StringConstraints(max_length=128, pattern=r"^[A-Za-z0-9_.+\-]+@[A-Za-z0-9_\-]+(\.[A-Za-z0-9_\-]+)+$")]
CategoryCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]


class MessageRef(Request):
    """One message of one's own."""

    message_id: Id


class MessageRead(Response):
    """A message that was read."""

    message_id: str
    read: bool


class ReadAll(Request):
    """All of one's unread messages, or those of a category."""

    category: CategoryCode | None = field("消息类型", "Category", default=None)


class AllRead(Response):
    """How many messages were marked; `more` when there are further ones: ask again."""

    read: int
    more: bool


class UnreadCount(Response):
    """How many messages are unread; `or_more` when there are so many that they were not all counted."""

    unread: int
    or_more: bool


class Subscribe(Request):
    """A partner's choice for a category. No members: everybody who holds the permission that a notice asks for."""

    category: CategoryCode
    portal: bool = field("站内信", "Portal message")
    email: bool = field("邮件", "E-mail")
    sms: bool = field("短信", "SMS")
    members: list[Id] = field("接收人", "Recipients among the members", default=[], max_length=50, unique=True)


class AddRecipient(Request):
    """Somebody beside the members; all three are entered (10.4.1.4/r1)."""

    category: CategoryCode
    name: Name = field("姓名", "Name")
    email: Email = field("邮箱", "E-mail")
    mobile: Mobile = field("手机号", "Mobile")


class RecipientRef(Request):
    """One recipient of a category."""

    category: CategoryCode
    recipient_id: Id


class ExtraRecipient(Response):
    """A recipient beside the members, masked."""

    recipient_id: str
    name: str
    email: str
    mobile: str


class SubscriptionState(Response):
    """What holds for a category; `always`: its portal messages and e-mails cannot be switched off."""

    category: str
    name_zh: str
    name_en: str
    always: bool
    portal: bool
    email: bool
    sms: bool
    members: list[str]
    recipients: list[ExtraRecipient]


class Subscriptions(Response):
    """All categories."""

    items: list[SubscriptionState]


class DeliveryRef(Request):
    """One delivery."""

    delivery_id: Id


class DeliveryState(Response):
    """A delivery after a command."""

    delivery_id: str
    status: DeliveryStatus
    tries: int
    problem: str | None
