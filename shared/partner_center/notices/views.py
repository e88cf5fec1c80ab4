"""The area's pages."""

from __future__ import annotations

from datetime import datetime

from partner_center.kernel import clock
from partner_center.kernel.labels import Label
from partner_center.notices.delivery import Delivery, Unsent, delivery_key
from partner_center.notices.message import PortalMessage, ReadState, inbox_of, message_key, stamp
from partner_center.notices.template import Channel
from partner_center.platform.table import LOOKUP, OWNER
from partner_center.platform.view import Spot, View, col, equals, status_at


def _read(value: ReadState, now: datetime) -> object:
    return PortalMessage.read_at.does_not_exist() if value is ReadState.UNREAD else PortalMessage.read_at.exists()


MESSAGES = View(
    PortalMessage,
    title=Label("站内信", "Portal messages"),
    within=lambda caller, asked: PortalMessage.partition(inbox=inbox_of(caller)),
    one=lambda caller, message_id: message_key(inbox_of(caller), message_id),
    span=lambda since, until: (stamp(since) if since else None, f"{stamp(until)}~" if until else None),
    columns=[
        col("message_id", "消息编号", "Message"),
        col("category", "消息类型", "Category"),
        col("title", "标题", "Title"),
        col("text", "内容", "Text"),
        col("told_at", "时间", "Time"),
        col("read_state", "状态", "Status"),
        col("read_at", "阅读时间", "Read at", in_list=False),
    ],
    filters=[status_at("read_state", "状态", "Status", ReadState, _read), equals("category", "消息类型", "Category")],
)

_COLUMNS = [
    col("delivery_id", "通知编号", "Notice"),
    col("event_name", "事件", "Event"),
    col("template", "模板", "Template"),
    col("category", "消息类型", "Category"),
    col("partner_id", "伙伴ID", "Partner ID"),
    col("recipient", "接收人", "Recipient", masked=True),
    col("channel", "渠道", "Channel"),
    col("sent_to", "接收地址", "Sent to", masked=True),
    col("status", "状态", "Status"),
    col("planned_at", "触发时间", "Happened at"),
    col("sent_at", "发送时间", "Sent at"),
    col("tries", "尝试次数", "Tries", value=lambda delivery: int(delivery.tries)),
    col("next_try_at", "下次尝试时间", "Next try at", in_list=False),
    col("problem", "失败原因代码", "Code of the failure"),
]
_FILTERS = [equals("channel", "渠道", "Channel", Channel), equals("template", "模板", "Template")]


def _times(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    return clock.iso(since) if since else None, f"{clock.iso(until)}~" if until else None


def _of(partner_id: str) -> str:
    return Delivery.owner_partition(scope=f"partner/{partner_id}")


def _one_of(partner_id: str, delivery_id: str) -> Spot:
    key = delivery_key(delivery_id)
    return Spot(key.partition, key.sort, key.sort, where=Delivery.partner_id == partner_id)


# What the vendor's operations watch: everything that has not left, by its status.
UNSENT = View(
    Delivery,
    title=Label("未发出的通知", "Notices not sent"),
    within=lambda caller, asked: f"notice_delivery/{Unsent(asked['status']).value}",
    one=lambda caller, delivery_id: delivery_key(delivery_id),
    required={"status": equals("status", "状态", "Status", Unsent)},
    index=LOOKUP,
    span=_times,
    columns=_COLUMNS,
    filters=[*_FILTERS, equals("partner_id", "伙伴ID", "Partner ID")],
)

# What was sent to a partner's people: for the vendor's operations, and for the partner itself.
OF_PARTNER = View(
    Delivery,
    title=Label("伙伴通知发送记录", "Notices of a partner"),
    within=lambda caller, asked: _of(asked["partner_id"]),
    one=lambda caller, partner_id, delivery_id: _one_of(partner_id, delivery_id),
    index=OWNER,
    span=_times,
    columns=_COLUMNS,
    filters=_FILTERS,
)


OWN = View(
    Delivery,
    title=Label("通知发送记录", "Notices sent"),
    within=lambda caller, asked: _of(caller.partner_id),
    one=lambda caller, delivery_id: _one_of(caller.partner_id, delivery_id),
    index=OWNER,
    span=_times,
    columns=_COLUMNS,
    filters=_FILTERS,
)
