"""Checking a chain: recompute it from the stored records and name the first break.

The head is read first, then the trail, then the seals: what is added meanwhile stands behind the head and is left for the next check.
A check holds one digest a record in memory, some 200 bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from partner_center.audit.chain import FIRST, AuditChain, AuditSeal, ChainHead, chain_key, digest_of, hash_after
from partner_center.kernel import clock
from partner_center.kernel.labels import Labelled
from partner_center.platform.audit import AuditRecord, Level
from partner_center.platform.observe import logger
from partner_center.platform.schedule import Run
from partner_center.platform.table import OWNER, every, images
from partner_center.platform.work import Work

GRACE = timedelta(minutes=15)  # how long a record may wait for its seal


class BreakKind(Labelled):
    """What can be wrong with a chain."""

    ALTERED_RECORD = "altered_record", "记录被修改", "An audit record was altered"
    MISSING_RECORD = "missing_record", "记录缺失", "An audit record is missing"
    MISSING_SEAL = "missing_seal", "封印缺失", "A seal is missing"
    CHANGED_SEAL = "changed_seal", "封印被修改", "A seal or the head was changed"
    UNSEALED_RECORD = "unsealed_record", "记录未封印", "An audit record was never sealed"


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold: which record (by its sort key), and the seal's number where there is one."""

    kind: BreakKind
    position: str | None = None
    number: int | None = None

    def __str__(self) -> str:
        place = " ".join(part for part in (f"no. {self.number}" if self.number else "", self.position or "") if part)
        return f"{self.kind.label.en} ({self.kind.value}): {place or 'head'}"


@dataclass(frozen=True)
class Verdict:
    """What a check found: how many records there are, how many of them are sealed, the head, and the first break."""

    scope: str
    records: int
    sealed: int
    head: str
    first_break: Break | None


def scopes() -> Iterator[str]:
    """Every trail that has a chain."""
    yield from (chain.scope for chain in every(AuditChain, "audit_chains", index=OWNER))


def verify_chain(scope: str, now: datetime, *, grace: timedelta = GRACE) -> Verdict:
    """Check one trail against its chain."""
    head = next(iter(every(ChainHead, ChainHead.partition(scope=scope), begins="head")), None) or ChainHead(scope=scope)
    digests: dict[str, str] = {}
    times: dict[str, str] = {}
    for image in images(AuditRecord, AuditRecord.partition(scope=scope)):
        position = image["sk"]["S"]
        digests[position], times[position] = digest_of(image), image["occurred_at"]["S"]
    seals: dict[int, AuditSeal] = {}
    sealed: set[str] = set()
    twice: Break | None = None
    for seal in every(AuditSeal, AuditSeal.partition(scope=scope), begins="seal/"):
        if twice is None and int(seal.number) in seals:
            twice = Break(BreakKind.CHANGED_SEAL, seal.position, int(seal.number))
        seals[int(seal.number)] = seal
        sealed.add(seal.position)
    found = _first_break(head, seals, digests) or twice or _unsealed(times, sealed, clock.iso(now - grace))
    return Verdict(scope, len(digests), len(sealed), head.hash, found)


def _first_break(head: ChainHead, seals: dict[int, AuditSeal], digests: dict[str, str]) -> Break | None:
    previous = FIRST
    last = int(head.number)
    if not last and seals:
        return Break(BreakKind.CHANGED_SEAL)
    for number in range(1, last + 1):
        seal = seals.get(number)
        if seal is None:
            return Break(BreakKind.MISSING_SEAL, None, number)
        if seal.previous != previous:
            return Break(BreakKind.CHANGED_SEAL, seal.position, number)
        digest = digests.get(seal.position)
        if digest is None:
            return Break(BreakKind.MISSING_RECORD, seal.position, number)
        if seal.hash != hash_after(previous, digest):
            following = head.hash if number == last else seals[number + 1].previous if number + 1 in seals else seal.hash
            kind = BreakKind.ALTERED_RECORD if following == seal.hash else BreakKind.CHANGED_SEAL
            return Break(kind, seal.position, number)
        previous = seal.hash
    return None if head.hash == previous else Break(BreakKind.CHANGED_SEAL, None, last)


def _unsealed(times: dict[str, str], sealed: set[str], before: str) -> Break | None:
    late = sorted(position for position, occurred_at in times.items() if position not in sealed and occurred_at < before)
    return Break(BreakKind.UNSEALED_RECORD, late[0]) if late else None


def verify_audit_chains(run: Run) -> None:
    """Check every chain once a day, the one that waits longest first; a broken one is an incident in the log and in our own trail."""

    def check(due: AuditChain, work: Work) -> None:
        verdict = verify_chain(due.scope, work.now)
        chain = work.get(chain_key(due.scope))
        chain.checked_at, chain.checked_number = work.now, verdict.sealed
        chain.check_at = clock.start_of(clock.business_date(work.now)) + clock.DAY
        chain.broken = str(verdict.first_break) if verdict.first_break else None
        work.change(chain)
        told = {"scope": due.scope, "records": verdict.records, "sealed": verdict.sealed, "head": verdict.head}
        if verdict.first_break:
            logger.error("a chain of the audit trail is broken", extra={**told, "first_break": chain.broken})
            work.note(level=Level.INCIDENT, scope=due.scope, first_break=chain.broken)
        else:
            logger.info("a chain of the audit trail holds", extra=told)  # the head outside the table

    run.each(run.due(AuditChain), check, of_partner=lambda chain: None)
