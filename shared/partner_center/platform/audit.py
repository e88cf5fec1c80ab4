"""The audit record that every command leaves: who did what, from where, and what changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.platform.caller import Caller
from partner_center.platform.table import Data, Instant, Place, Record, Text


class AuditRecord(Record, kind="audit"):
    """One command's trace, kept in the trail of the partner (or customer, or the vendor) it belongs to. Append-only."""

    PLACE = Place("audit/{scope}", "{occurred_at}/{audit_id}")

    scope = Text()
    audit_id = Text()
    occurred_at = Instant()
    action = Text()
    user_id = Text()
    actor = Text()
    source = Text(null=True)
    correlation_id = Text()
    added = Data()  # ["voucher/CP…"]
    removed = Data()
    changed = Data()  # [{"kind", "id", "version", "fields": {name: [before, after]}}]

    @classmethod
    def of(cls, caller: Caller, *, at: datetime, **facts: Any) -> AuditRecord:
        """The trace of one command by one caller."""
        return cls(scope=caller.scope, user_id=caller.user_id, actor=caller.actor.value, occurred_at=at, **facts)


def change_of(record: Record, before: dict[str, Any] | None) -> dict[str, Any]:
    """What a change does to a record: its fields before and after, in stored form."""
    after = record.serialize(null_check=False)
    before = before or {}
    skipped = {"version", "pk", "sk", "owner_pk", "owner_sk", "lookup_pk", "lookup_sk", "due_pk", "due_sk"}
    fields = {
        name: [_plain(before.get(name)), _plain(after.get(name))]
        for name in sorted({*before, *after} - skipped)
        if before.get(name) != after.get(name)
    }
    return {"kind": str(type(record).kind.get_discriminator(type(record))), "id": record.sk, "version": record.version, "fields": fields}


def _plain(value: dict[str, Any] | None) -> Any:
    return None if value is None else next(iter(value.values()))
