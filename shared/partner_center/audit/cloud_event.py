"""The events of a customer's audit console (13.12): the listed key operations, under the names that the list gives them.

Which operation is told under which resource type and name stands in data/event_names.json; two operations are told twice. OPEN: most
of the operations belong to areas whose commands bear the listed ids; their rows stand ready, an operation is told once it exists.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from partner_center.kernel import clock, ids
from partner_center.kernel.labels import Labelled
from partner_center.platform.audit import AuditRecord, Level
from partner_center.platform.table import Choice, Data, Instant, Key, Place, Record, Text

SHOWN = clock.DAY * 7  # how long the console shows an event (13.12.2/r1)
SOURCE = "partner_center"


class ResourceType(Labelled):
    """The resource types of the list (13.12.1)."""

    CHANNEL_SALES = "csbchannelsales", "渠道销售", "Channel sales"
    ACCOUNT_INFO = "accountInfo", "账号信息", "Account information"
    ORDER = "order", "订单", "Order"


class EventSource(Labelled):
    """Where events come from: this product alone."""

    PARTNER_CENTER = SOURCE, "合作伙伴中心", "Partner Center"


class EventType(Labelled):
    """What kind of events the list holds: operations on resources, no reading of data."""

    MANAGEMENT = "management", "管理类事件", "Management event"


class CloudEvent(Record, kind="cloud_event"):
    """One key operation as its customer sees it (entity audit_event). Goes by itself once the console shows it no more."""

    PLACE = Place("customer/{customer_id}/audit", "event/{generated_at}/{event_id}")

    customer_id = Text()
    event_id = Text()
    event_name = Text()
    event_type = Choice(EventType, default=EventType.MANAGEMENT)
    event_source = Choice(EventSource, default=EventSource.PARTNER_CENTER)
    resource_type = Choice(ResourceType)
    resource_id = Text(null=True)
    resource_name = Text(null=True)
    event_level = Choice(Level)
    operator_user = Text()
    source_ip = Text(null=True)
    generated_at = Instant()
    recorded_at = Instant()
    remark = Text(null=True)
    detail = Data()


def cloud_event_key(customer_id: str, generated_at: datetime, event_id: str) -> Key[CloudEvent]:
    """The address of an event."""
    return CloudEvent.key(customer_id=customer_id, generated_at=generated_at, event_id=event_id)


def is_told(record: AuditRecord) -> bool:
    """Whether a deed is one of the listed operations. A copy in another trail is no deed of its own."""
    return record.copy_of is None and record.action in _names()


def events_of(record: AuditRecord, now: datetime) -> list[CloudEvent]:
    """The events of a deed: one for each row that lists its operation, none for a deed on no customer's behalf."""
    customer_id = record.customer_id
    if not customer_id or not is_told(record):
        return []
    return [_event(record, customer_id, row, now) for row in _names()[record.action]]


def _event(record: AuditRecord, customer_id: str, row: dict[str, Any], now: datetime) -> CloudEvent:
    resource = next(iter([*record.added, *(f"{c['kind']}/{c['id']}" for c in record.changed), *record.removed]), None)
    kind, _, number = (resource or "").partition("/")
    made = CloudEvent(
        customer_id=customer_id,
        event_id=ids.derived_id("CE", record.scope, record.sk, row["resource_type"], row["event_name"]),
        event_name=row["event_name"],
        resource_type=ResourceType(row["resource_type"]),
        resource_id=number or None,
        resource_name=kind or None,
        event_level=record.level,
        operator_user=record.user_name or record.user_id,
        source_ip=record.source,
        generated_at=record.occurred_at,
        recorded_at=now,
        remark=", ".join(record.codes) or None,
        detail={
            "operation": row["operation"],
            "action": record.action,
            "result": record.result,
            "codes": list(record.codes),
            "correlation_id": record.correlation_id,
            "added": record.added,
            "removed": record.removed,
            "changed": record.changed,
        },
    )
    made.expires_at_epoch = int((datetime.now(UTC) + SHOWN + clock.DAY).timestamp())  # real time: the table's own clock deletes it
    return made


@lru_cache(maxsize=1)
def _names() -> dict[str, list[dict[str, Any]]]:
    rows = json.loads(files(__package__).joinpath("data", "event_names.json").read_text(encoding="utf-8"))
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        for action in row["actions"]:
            found.setdefault(action, []).append(row)
    return found
