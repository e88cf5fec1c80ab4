"""Sealing: what happens to each audit record behind the table's stream.

Commands never wait for it. A batch holds records of several trails, perhaps again, perhaps out of order; each trail's are sealed in
transactions of their own that hold the seals, the head and what follows from the records: copies in other partners' trails, and the
events of the customers who have their audit switched on. A trail that fails does not stop the others; the batch then comes again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from partner_center.audit.chain import AuditChain, AuditSeal, ChainHead, chain_key, head_key, next_seal, seal_key
from partner_center.audit.cloud_event import CloudEvent, events_of, is_told
from partner_center.audit.tracker import AuditTracker, tracker_key
from partner_center.kernel import clock
from partner_center.kernel.errors import Unavailable
from partner_center.platform.audit import AuditRecord
from partner_center.platform.caller import Caller
from partner_center.platform.observe import logger
from partner_center.platform.table import Key, Record
from partner_center.platform.work import Origin, Work, carry_out

ACTION = "audit.seal_audit_trail"
PART = 80  # items in one transaction; the rest of the hundred is the head's, the chain's and the platform's

Image = dict[str, Any]


def seal_batch(images: Sequence[Image]) -> None:
    """Seal the audit records of a batch that are not sealed yet. Raises Unavailable where a trail could not be sealed now."""
    failed = []
    for scope, trail in _by_scope(images).items():
        try:
            for part in _parts(trail):
                carry_out(_work, partial(seal, scope, part))
        except Exception:
            logger.exception("a trail could not be sealed", extra={"scope": scope})
            failed.append(scope)
    if failed:
        raise Unavailable(f"sealing of {len(failed)} trails")


def seal(scope: str, images: Sequence[Image], work: Work) -> None:
    """Put the records that have no seal yet behind the head of their chain, with what follows from each, in one transaction."""
    records = [AuditRecord.from_raw_data(image) for image in images]
    customers = sorted({record.customer_id for record in records if record.customer_id and is_told(record)})
    head, chain, *found = work.look(
        head_key(scope),
        chain_key(scope),
        *(seal_key(scope, image["sk"]["S"]) for image in images),
        *(tracker_key(customer_id) for customer_id in customers),
    )
    sealed: list[AuditSeal | None] = found[: len(images)]
    trackers = {tracker.customer_id: tracker for tracker in found[len(images) :] if tracker is not None}
    head = head or ChainHead(scope=scope)
    fresh = [(image, record) for image, record, old in zip(images, records, sealed, strict=True) if old is None]
    if not fresh:
        return
    for image, record in fresh:
        work.add(next_seal(head, image, work.now))
        _add_missing(work, [*_copies(record), *_events(record, trackers)])
    work.keep(head)
    if chain is None:
        work.add(AuditChain(scope=scope, check_at=clock.start_of(clock.business_date(work.now)) + clock.DAY))


def _add_missing(work: Work, records: list[Record]) -> None:
    """Add what is not there. It always is not, unless somebody took a seal away: then the chain tells, and the stream goes on."""
    if records:
        there = work.look(*(Key(type(record), *record.address) for record in records))
        work.add(*(record for record, found in zip(records, there, strict=True) if found is None))


def _copies(record: AuditRecord) -> list[AuditRecord]:
    return [record.copy_for(partner_id) for partner_id in sorted(record.others or {})]


def _events(record: AuditRecord, trackers: dict[str, AuditTracker]) -> list[CloudEvent]:
    tracker = trackers.get(record.customer_id or "")
    if tracker is None or not tracker.was_on_at(record.occurred_at):
        return []
    return events_of(record, clock.now())


def _by_scope(images: Sequence[Image]) -> dict[str, list[Image]]:
    """The batch by trail, each record once, in the order of arrival."""
    trails: dict[str, dict[str, Image]] = {}
    for image in images:
        trails.setdefault(image["scope"]["S"], {}).setdefault(image["sk"]["S"], image)
    return {scope: list(trail.values()) for scope, trail in trails.items()}


def _parts(trail: list[Image]) -> Iterator[list[Image]]:
    """A trail's records in portions of one transaction each; a record counts with its copies and events."""
    part: list[Image] = []
    size = 0
    for image in trail:
        record = AuditRecord.from_raw_data(image)
        weight = 1 + len(record.others or {}) + len(events_of(record, record.occurred_at))
        if part and size + weight > PART:
            yield part
            part, size = [], 0
        part.append(image)
        size += weight
    if part:
        yield part


def _work() -> Work:
    return Work(Caller.system(ACTION), clock.now(), Origin(ACTION, ""), audited=False)
