"""The audit trail: what every command, sign-in, reveal and download leaves. Who did what, for whom, from where, and what changed.

A command's record is written by its unit of work, in the same transaction. What has no unit of work (a sign-in) or came to nothing (a
refused command) writes its own with `record_deed`. Records are only ever added; functions/audit/seal_audit_trail.py chains them
afterwards, so that no command waits for another one's seal.

Never in a record: passwords, codes, tokens, hashes, revealed values. A record class names such attributes in its SECRET; a change of one
is kept as a change, without its values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from string import Formatter
from typing import Any

from pynamodb.exceptions import PutError, PynamoDBException

from partner_center.kernel import clock, ids
from partner_center.kernel.errors import NotFound, Refused, Stale, Unavailable
from partner_center.kernel.labels import Labelled
from partner_center.kernel.permissions import Actor
from partner_center.platform.caller import Caller
from partner_center.platform.observe import logger
from partner_center.platform.problems import Halt
from partner_center.platform.table import Choice, Data, Instant, Place, Record, Text, Texts

HIDDEN = "***"  # stands for a value that the trail must not hold


class Result(Labelled):
    """What became of it."""

    DONE = "done", "成功", "Done"
    REFUSED = "refused", "被拒绝", "Refused"


class Level(Labelled):
    """How much it deserves a look (13.12.2): a refused attempt is a warning."""

    NORMAL = "normal", "正常", "Normal"
    WARNING = "warning", "警告", "Warning"
    INCIDENT = "incident", "事故", "Incident"


class AuditRecord(Record, kind="audit"):
    """One deed, kept in the trail of the partner (or customer, or the vendor) it belongs to. Append-only.

    `partner_id` and `customer_id` say for whom it was done. `others` names, by partner, the touched records of other partners than the
    trail's own: the vendor's and a customer's deeds appear in the trail of the partner whose records they touch, by a copy (`copy_of` =
    the trail it comes from) that shows that partner's records alone.
    """

    PLACE = Place("audit/{scope}", "{occurred_at}/{audit_id}")

    scope = Text()
    audit_id = Text()
    occurred_at = Instant()
    action = Text()
    user_id = Text()
    user_name = Text(null=True)
    actor = Text()
    partner_id = Text(null=True)
    customer_id = Text(null=True)
    source = Text(null=True)  # network address
    correlation_id = Text()
    result = Choice(Result, default=Result.DONE)
    codes = Texts()  # of the refusals
    level = Choice(Level, default=Level.NORMAL)
    note = Data(null=True)  # small facts: {"page": …, "record": …, "field": …}
    resources = Text(null=True)  # |voucher/CP…|customer/C…|: what was touched, searchable
    added = Data()  # ["voucher/CP…"]
    removed = Data()
    changed = Data()  # [{"kind", "id", "version", "fields": {name: [before, after]}}]
    others = Data(null=True)  # {partner: ["voucher/CP…"]}
    copy_of = Text(null=True)
    agent_partner_id = Text(null=True)  # the partner whose user did it as the customer, and in which agency session (OPEN in 10.4.1.9)
    agency_session_id = Text(null=True)

    @classmethod
    def of(cls, caller: Caller, *, at: datetime, scope: str | None = None, **facts: Any) -> AuditRecord:
        """The trace of one deed by one caller."""
        known = {"partner_id": caller.partner, "customer_id": caller.customer, "user_name": caller.name or None}
        if caller.agent is not None:
            known |= {"agent_partner_id": caller.agent.partner_id, "agency_session_id": caller.agent.agency_session_id}
        empty: dict[str, Any] = {"added": [], "removed": [], "changed": []}
        made = cls(
            scope=scope or caller.scope,
            user_id=caller.user_id,
            actor=caller.actor.value,
            occurred_at=at,
            **{**empty, **known, **{name: value for name, value in facts.items() if value is not None}},
        )
        made.resources = _searchable([*made.added, *made.removed, *(f"{change['kind']}/{change['id']}" for change in made.changed)])
        return made

    def copy_for(self, partner_id: str) -> AuditRecord:
        """The same deed in the trail of another partner whose records it touched; who exactly did it is for its own trail to say."""
        theirs = set((self.others or {}).get(partner_id, ()))
        made = AuditRecord(
            scope=f"partner/{partner_id}",
            audit_id=self.audit_id,
            occurred_at=self.occurred_at,
            action=self.action,
            user_id=self.user_id,
            actor=self.actor,
            partner_id=partner_id,
            customer_id=self.customer_id,
            correlation_id=self.correlation_id,
            result=self.result,
            codes=list(self.codes),
            level=self.level,
            added=[name for name in self.added if name in theirs],
            removed=[name for name in self.removed if name in theirs],
            changed=[change for change in self.changed if f"{change['kind']}/{change['id']}" in theirs],
            copy_of=self.scope,
        )
        made.resources = _searchable(sorted(theirs))
        if self.agent_partner_id == partner_id:
            made.agent_partner_id, made.agency_session_id, made.user_name = partner_id, self.agency_session_id, self.user_name
        return made


def _searchable(names: Iterable[str]) -> str | None:
    found = list(dict.fromkeys(names))
    return f"|{'|'.join(found)}|" if found else None


def name_of(record: Record) -> str:
    """A record as the trail names it: its kind and its id. A key that holds a secret is named by a digest."""
    return f"{kind_of(record)}/{id_of(record)}"


def kind_of(record: Record) -> str:
    """The kind of a record."""
    return str(type(record).kind.get_discriminator(type(record)))


def id_of(record: Record) -> str:
    """The id of a record within its kind: its sort key."""
    if not record.SECRET:
        return record.sk
    in_key = {name for _, name, _, _ in Formatter().parse(type(record).PLACE.sort) if name}
    return ids.fingerprint(record.sk) if in_key & set(record.SECRET) else record.sk


def change_of(record: Record, before: dict[str, Any] | None) -> dict[str, Any]:
    """What a change does to a record: its fields before and after, in stored form; secret ones only as changed."""
    after = record.serialize(null_check=False)
    before = before or {}
    skipped = {"version", "pk", "sk", "owner_pk", "owner_sk", "lookup_pk", "lookup_sk", "due_pk", "due_sk"}
    fields = {
        name: [HIDDEN, HIDDEN] if name in record.SECRET else [_plain(before.get(name)), _plain(after.get(name))]
        for name in sorted({*before, *after} - skipped)
        if before.get(name) != after.get(name)
    }
    return {"kind": kind_of(record), "id": id_of(record), "version": record.version, "fields": fields}


def others_in(caller: Caller, touched: Iterable[Record]) -> dict[str, list[str]] | None:
    """The touched records that belong to other partners than the caller's, by partner. The system's own work is no deed of a stranger."""
    if caller.actor is Actor.SYSTEM:
        return None
    found: dict[str, list[str]] = {}
    for record in touched:
        partner_id = getattr(record, "partner_id", None)
        if isinstance(partner_id, str) and partner_id and partner_id != caller.partner:
            names = found.setdefault(partner_id, [])
            if (name := name_of(record)) not in names:
                names.append(name)
    return found or None


def customer_in(caller: Caller, touched: Iterable[Record]) -> str | None:
    """The one customer whom a command is about: the caller itself, or the only one among the touched records."""
    if caller.customer:
        return caller.customer
    found = {value for record in touched if isinstance(value := getattr(record, "customer_id", None), str) and value}
    return found.pop() if len(found) == 1 else None


def record_deed(
    caller: Caller,
    action: str,
    *,
    correlation_id: str,
    result: Result | str = Result.DONE,
    codes: Sequence[str] = (),
    level: Level | str | None = None,
    note: dict[str, Any] | None = None,
    source: str | None = None,
    at: datetime | None = None,
    scope: str | None = None,
    deed_id: str | None = None,
) -> None:
    """Write one audit record outside a unit of work: a sign-in, a refused command.

    `deed_id` names the deed where it may be told twice: of two records of one id and instant the second is left out. `scope` puts it into
    another trail than the caller's own (a failed sign-in belongs to the account that it was tried on). Raises Unavailable.
    """
    at, result = at or clock.now(), Result(result)
    made = AuditRecord.of(
        caller,
        at=at,
        scope=scope,
        action=action,
        audit_id=deed_id or ids.new_id("AD", at),
        correlation_id=correlation_id,
        source=source,
        result=result,
        codes=list(codes),
        level=Level(level) if level else level_of(result),
        note=note,
    )
    made.settle()
    try:
        made.save()  # the version's own condition: never over another
    except PutError as problem:
        if problem.cause_response_code != "ConditionalCheckFailedException":
            raise Unavailable("table") from problem
    except PynamoDBException as problem:
        raise Unavailable("table") from problem


def record_refusal(
    caller: Caller, action: str, error: Exception, *, correlation_id: str, source: str | None = None, note: dict[str, Any] | None = None
) -> None:
    """Leave the trace of a command that was refused to somebody signed in. What is no refusal (malformed input, a defect, a busy moment)
    leaves none. It never fails the answer: a trail that cannot be written is logged.
    """
    if caller.actor in {Actor.VISITOR, Actor.SYSTEM} or not (codes := refusal_codes(error)):
        return
    try:
        record_deed(caller, action, correlation_id=correlation_id, result=Result.REFUSED, codes=codes, source=source, note=note)
    except Exception as problem:
        logger.warning("a refusal left no trace", extra={"action": action, "because": str(problem)})


def refusal_codes(error: Exception) -> list[str]:
    """The codes of a rule's or the house's no; none for what is not a refusal."""
    match error:
        case Refused(refusals=refusals):
            return [refusal.code for refusal in refusals]
        case NotFound():
            return ["not_found"]
        case Stale():
            return ["stale_version"]
        case Halt(code="forbidden"):
            return ["forbidden"]
    return []


def level_of(result: Result) -> Level:
    """The level of a deed that does not say otherwise."""
    return Level.WARNING if result is Result.REFUSED else Level.NORMAL


def _plain(value: dict[str, Any] | None) -> Any:
    return None if value is None else next(iter(value.values()))
