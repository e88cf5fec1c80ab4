"""From the outbox to the bus: what the stream's consumer does with each committed outbox record."""

from __future__ import annotations

import os
from typing import Any

from partner_center.kernel.errors import Unavailable
from partner_center.platform import aws
from partner_center.platform.events import Outbox, bus_entries

AT_ONCE = 10  # entries in one PutEvents call


def publish(image: dict[str, Any]) -> None:
    """Put a commit's events on the bus. A repetition sends them again; consumers know their ids."""
    record = Outbox.from_raw_data(image)
    entries = bus_entries(record, os.environ["EVENT_BUS_NAME"])
    for start in range(0, len(entries), AT_ONCE):
        answer = aws.client("events").put_events(Entries=entries[start : start + AT_ONCE])
        if answer.get("FailedEntryCount"):
            raise Unavailable("event bus")
