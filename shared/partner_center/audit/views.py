"""The trail's pages: the partner's own, without any limit of time, and the customer's console of 7 days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.audit.cloud_event import SHOWN, CloudEvent, EventSource, EventType, ResourceType, cloud_event_key
from partner_center.kernel import clock
from partner_center.kernel.errors import Broken, NotFound, Refusal, Refused
from partner_center.kernel.labels import Label
from partner_center.kernel.permissions import Actor
from partner_center.platform.audit import AuditRecord, Level, Result
from partner_center.platform.caller import Caller
from partner_center.platform.table import Key
from partner_center.platform.view import Filter, View, begins, col, equals


def span_of_trail(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    """Bounds of the sort key, which begins with the instant."""
    return clock.iso(since) if since else None, f"{clock.iso(until)}~" if until else None


def audit_record_key(caller: Caller, occurred_at: str, audit_id: str) -> Key[AuditRecord]:
    """A record of the caller's own trail, by when it was written and its id."""
    return AuditRecord.key(scope=caller.scope, occurred_at=_instant(occurred_at), audit_id=audit_id)


def _instant(text: str) -> datetime:
    try:
        return clock.instant(text)
    except (ValueError, OverflowError, Broken):
        raise NotFound("audit record") from None


def _touches(value: str) -> Any:
    return AuditRecord.resources.contains(value)


AUDIT_RECORDS = View(
    AuditRecord,
    title=Label("操作日志", "Audit trail"),
    within=lambda caller, asked: AuditRecord.partition(scope=caller.scope),
    one=audit_record_key,
    span=span_of_trail,
    columns=[
        col("occurred_at", "操作时间", "Time"),
        col("audit_id", "日志编号", "Record"),
        col("action", "操作", "Action"),
        col("user_id", "用户ID", "User ID"),
        col("user_name", "操作用户", "User"),
        col("actor", "操作方", "Side", value=lambda record: Actor(record.actor), options=Actor),
        col("customer_id", "客户ID", "Customer ID"),
        col("source", "来源地址", "From"),
        col("result", "结果", "Result"),
        col("codes", "拒绝原因", "Refused because", value=lambda record: list(record.codes)),
        col("level", "级别", "Level"),
        col("correlation_id", "关联编号", "Correlation id", in_list=False),
        col("added", "新增", "Added", in_list=False),
        col("removed", "删除", "Removed", in_list=False),
        col("changed", "变更前后", "Before and after", in_list=False),
        col("note", "说明", "Note", in_list=False),
        col("agent_partner_id", "代操作伙伴", "Partner that acted on behalf", in_list=False),
        col("agency_session_id", "代操作会话", "Session on behalf", in_list=False),
    ],
    filters=[
        begins("action", "操作", "Action"),
        equals("user_id", "用户ID", "User ID"),
        equals("result", "结果", "Result", Result),
        equals("level", "级别", "Level", Level),
        equals("customer_id", "客户ID", "Customer ID"),
        Filter("resource_kind", Label("资源类型", "Kind of resource"), "equals", build=lambda value, now: _touches(f"|{value}/")),
        Filter("resource_id", Label("资源ID", "Resource"), "equals", build=lambda value, now: _touches(f"/{value}|")),
    ],
)


def span_of_events(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    """Bounds of the sort key; the customer's switch lies beside its events."""
    return f"event/{clock.iso(since)}" if since else "event/", f"event/{clock.iso(until)}~" if until else "event/~"


def shown_since(since: datetime | None, now: datetime) -> datetime:
    """Any period within the last 7 days (13.12.2/r1)."""
    earliest = now - SHOWN
    if since is not None and since < earliest:
        raise Refused(Refusal.because("audit_event_too_old", "13.12.2/r1", since=since, earliest=earliest))
    return since or earliest


def own_event_key(caller: Caller, generated_at: str, event_id: str) -> Key[CloudEvent]:
    """An event of the caller's own account."""
    return cloud_event_key(caller.customer_id, _instant(generated_at), event_id)


AUDIT_EVENTS = View(
    CloudEvent,
    title=Label("事件列表", "Audit events"),
    within=lambda caller, asked: CloudEvent.partition(customer_id=caller.customer_id),
    one=own_event_key,
    where=lambda now: CloudEvent.generated_at >= now - SHOWN,
    span=span_of_events,
    earliest=shown_since,
    columns=[
        col("event_name", "事件名称", "Event name"),
        col("resource_type", "资源类型", "Resource type"),
        col("event_source", "事件来源", "Event source"),
        col("resource_id", "资源ID", "Resource ID"),
        col("resource_name", "资源名称", "Resource name"),
        col("event_level", "事件级别", "Event level"),
        col("operator_user", "操作用户", "Operating user"),
        col("recorded_at", "事件记录时间", "Recorded at"),
        col("generated_at", "事件产生时间", "Generated at"),
        col("event_id", "事件ID", "Event ID"),
        col("event_type", "事件类型", "Event type", in_list=False),
        col("source_ip", "源IP地址", "Source address", in_list=False),
        col("remark", "备注信息", "Remark", in_list=False),
        col("detail", "事件详情", "Detail", in_list=False),
    ],
    filters=[
        equals("event_type", "事件类型", "Event type", EventType),
        equals("event_source", "事件来源", "Event source", EventSource),
        equals("resource_type", "资源类型", "Resource type", ResourceType),
        equals("event_name", "事件名称", "Event name"),
        equals("resource_id", "资源ID", "Resource ID"),
        equals("resource_name", "资源名称", "Resource name"),
        equals("operator_user", "操作用户", "Operating user"),
        equals("event_level", "事件级别", "Event level", Level),
    ],
)
