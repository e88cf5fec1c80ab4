"""Domain events: what happened, told to other areas after the commit, exactly once in effect.

An event is committed with the records that it tells of (one outbox record a commit), leaves through the table's stream to the bus,
and reaches each consumer through a queue of its own. Delivery may repeat and reorder; `event_id` makes the effect happen once.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, ClassVar

from pydantic import ConfigDict

from partner_center.kernel import clock
from partner_center.kernel.errors import Broken
from partner_center.platform.model import Model
from partner_center.platform.table import Data, Place, Record, Text

EVENTS: dict[str, type[DomainEvent]] = {}
KEPT = clock.DAY * 14  # how long outbox records and event tokens stay: longer than any queue keeps a message


class DomainEvent(Model):
    """Something that happened in an area: `class VouchersIssued(DomainEvent, name="coupons.vouchers_issued")`.

    `partner_id` is the tenant it belongs to; consumers see only what stands in the event or what they may read for that tenant.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    NAME: ClassVar[str] = ""

    partner_id: str

    def __init_subclass__(cls, name: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if not name or name in EVENTS:
            raise Broken(f"an event needs a name of its own: {cls.__name__}")
        cls.NAME = name
        EVENTS[name] = cls


class Outbox(Record, kind="outbox"):
    """The events of one commit, waiting for the stream."""

    PLACE = Place("outbox/{commit_id}", "events")

    commit_id = Text()
    correlation_id = Text()
    occurred_at = Text()
    events = Data()  # [{"name": …, "event_id": …, "data": {…}}]


def outbox_of(commit_id: str, correlation_id: str, at: datetime, events: list[DomainEvent]) -> Outbox:
    """The outbox record of a commit's events; their ids follow from the commit's."""
    record = Outbox(
        commit_id=commit_id,
        correlation_id=correlation_id,
        occurred_at=clock.iso(at),
        events=[
            {"name": event.NAME, "event_id": f"{commit_id}-{number}", "data": event.model_dump(mode="json")}
            for number, event in enumerate(events)
        ],
    )
    record.expires_at_epoch = int((datetime.now(at.tzinfo) + KEPT).timestamp())  # real time: the table's own clock deletes it
    return record


class Envelope(Model):
    """An event on its way: what the bus carries as `detail`."""

    model_config = ConfigDict(frozen=True)

    event_id: str
    correlation_id: str
    occurred_at: datetime
    data: dict[str, Any]


def bus_entries(outbox: Outbox, bus: str) -> list[dict[str, Any]]:
    """The bus entries of an outbox record."""
    return [
        {
            "EventBusName": bus,
            "Source": f"partner_center.{entry['name'].split('.')[0]}",
            "DetailType": entry["name"],
            "Detail": json.dumps(
                {
                    "event_id": entry["event_id"],
                    "correlation_id": outbox.correlation_id,
                    "occurred_at": outbox.occurred_at,
                    "data": entry["data"],
                },
                ensure_ascii=False,
            ),
        }
        for entry in outbox.events
    ]
