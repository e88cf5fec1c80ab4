"""The audit trail in tests: reading it, and the stream that leads to its seals."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from partner_center.platform.audit import AuditRecord, Result
from partner_center.platform.table import Record
from tests.kit.world import Context, World, functions

SEALER = "audit.seal_audit_trail"


def is_trace_of_refusal(record: Record) -> bool:
    """Whether a record is what a refused command leaves: all that it may write."""
    return isinstance(record, AuditRecord) and record.result is Result.REFUSED


def trail(scope: str) -> list[AuditRecord]:
    """A scope's audit records, the oldest first."""
    return list(AuditRecord.query(AuditRecord.partition(scope=scope), consistent_read=True))


def images() -> list[dict[str, Any]]:
    """Every audit record as it is stored, in the order of writing as far as it shows."""
    found = [record.serialize(null_check=False) for record in AuditRecord.scan()]
    return sorted(found, key=lambda image: str(image["sk"]["S"]))


@dataclass
class Stream:
    """The table's stream as the sealing function sees it."""

    world: World
    told: set[tuple[str, str]] = field(default_factory=set)

    def new(self) -> list[dict[str, Any]]:
        """What was inserted since the last look."""
        fresh = [image for image in images() if (image["pk"]["S"], image["sk"]["S"]) not in self.told]
        self.told |= {(image["pk"]["S"], image["sk"]["S"]) for image in fresh}
        return fresh

    def settle(self, *, times: int = 1, shuffled: random.Random | None = None) -> None:
        """Deliver what is new until nothing new follows."""
        while fresh := self.new():
            for _ in range(times):
                if shuffled:
                    shuffled.shuffle(fresh)
                assert self.deliver(fresh) == {"batchItemFailures": []}

    @staticmethod
    def deliver(found: list[dict[str, Any]]) -> Any:
        """One batch for the sealing function; what it answers."""
        return functions()[SEALER](stream_event(found), Context())


def stream_event(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The event that the table's stream gives a function."""
    return {
        "Records": [
            {
                "eventID": str(number),
                "eventName": "INSERT",
                "eventSource": "aws:dynamodb",
                "dynamodb": {"SequenceNumber": str(number), "NewImage": image, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            }
            for number, image in enumerate(found)
        ]
    }
