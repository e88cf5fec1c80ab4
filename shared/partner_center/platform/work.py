"""The unit of work: read the facts, decide, commit once.

A domain function reads through `work`, puts records, movements of money and events into it, and returns. The platform adds the audit
record, the outbox and the idempotency token and commits ONE transaction; where somebody else changed the same facts meanwhile, the
function runs again on fresh ones. Nothing is written before the commit, so dying anywhere leaves all or nothing.
"""

from __future__ import annotations

import itertools
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast, overload

from pynamodb.exceptions import DoesNotExist, PynamoDBException, TransactGetError, TransactWriteError
from pynamodb.transactions import TransactGet, TransactWrite

from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Broken, Conflict, NotFound, Refusal, Refused, Stale, Unavailable
from partner_center.kernel.labels import ZH
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Actor
from partner_center.platform import ledger, table
from partner_center.platform.agency import AgencyEntry, AgencySession, JournalAct
from partner_center.platform.audit import AuditRecord, Level, change_of, customer_in, name_of, others_in
from partner_center.platform.caller import Caller
from partner_center.platform.events import KEPT, DomainEvent, outbox_of
from partner_center.platform.guard import Guard
from partner_center.platform.reach import DataScope
from partner_center.platform.table import Data, Index, Key, Page, Place, Record, Text, Whole

R = TypeVar("R", bound=Record)
T = TypeVar("T")
Shared = ledger.SharedAccount | ledger.Tally  # what is drawn on

TRANSACTION_LIMIT = 100  # items in one DynamoDB transaction
ATTEMPTS = 8
PATIENCE_S = 3.0  # how long a command waits for others that write the same items, beside its attempts
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.01, 0.2


class Token(Record, kind="idempotency_token"):
    """A request or event that was carried out: its repetition gets the same answer and changes nothing."""

    PLACE = Place("token/{scope}", "{token}")

    scope = Text()
    token = Text()
    request = Text()  # fingerprint of what was asked
    answer = Data(null=True)
    subject_version = Whole(null=True)


@dataclass(frozen=True)
class Idempotency:
    """Whose token, its text, and the fingerprint of the request it stands for."""

    scope: str
    token: str
    request: str


class Repeated(Exception):
    """The token was used before: `token.answer` is what the first run answered."""

    def __init__(self, token: Token) -> None:
        super().__init__(token.token)
        self.token = token


class _Contended(Exception):
    """Somebody changed a fact between our read and our commit."""


@dataclass(frozen=True)
class Origin:
    """Why the work is done: the function and the chain of calls it belongs to."""

    action: str
    correlation_id: str
    source: str | None = None
    language: str = ZH


@dataclass
class Work:
    """One attempt at one command. `now` is the instant it decides in (a job's as-of); a dry run is never committed."""

    caller: Caller
    now: datetime
    origin: Origin
    idempotency: Idempotency | None = None
    expected_version: int | None = None
    dry_run: bool = False
    audited: bool = True  # only the keeping of the trail itself leaves none
    journalled: bool = True  # what an agent does stands in the journal; only what writes there itself leaves no entry more
    guards: tuple[Guard, ...] = ()

    _known: dict[tuple[str, str], Record | None] = field(default_factory=dict)
    _before: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _added: list[Record] = field(default_factory=list)
    _changed: dict[tuple[str, str], Record] = field(default_factory=dict)
    _removed: dict[tuple[str, str], Record] = field(default_factory=dict)
    _relied_on: dict[tuple[str, str], Record] = field(default_factory=dict)
    _bounds: dict[tuple[str, str], _Bounds] = field(default_factory=dict)
    _drawn: dict[tuple[str, str], _Draw] = field(default_factory=dict)
    _entries: list[ledger.LedgerEntry] = field(default_factory=list)
    _moved: dict[str, ledger.SharedAccount] = field(default_factory=dict)
    _events: list[DomainEvent] = field(default_factory=list)
    _note: dict[str, Any] = field(default_factory=dict)
    _level: Level = Level.NORMAL
    _subject: Record | None = None
    _subject_chosen: bool = False
    _admitted: bool = False  # the token is not used, and every guard agreed
    commit_id: str = ""

    def __post_init__(self) -> None:
        self.commit_id = ids.new_id("CM", self.now)
        self._scope = DataScope(self.caller)

    # --- who, and what is kept of it ---------------------------------------------------------------------------------------------

    def speak_for(self, caller: Caller) -> None:
        """A visitor turned out to be somebody (a sign-in): what the work leaves belongs into his trail."""
        self.caller = caller

    def keep_no_answer(self) -> None:
        """The answer holds secrets (tokens): it is not kept for repetitions; repeating the command does it again.

        Nor has the command a subject: a version to match would tell a stranger which records there are.
        """
        self.idempotency, self.expected_version, self._subject_chosen = None, None, True

    # --- reading -------------------------------------------------------------------------------------------------------------

    @overload
    def get(self, key: Key[R]) -> R: ...
    @overload
    def get(self, key: Key[R], *, or_none: bool) -> R | None: ...
    def get(self, key: Key[R], *, or_none: bool = False) -> R | None:
        """One record; NotFound where there is none (None when asked)."""
        record = self.look(key)[0]
        if record is None and not or_none:
            raise NotFound(key.record.__name__)
        return cast("R | None", record)

    def read(self, *keys: Key[Any]) -> list[Any]:
        """Several records in one round, as of one instant; NotFound where one is missing. The first is the command's subject."""
        records = self.look(*keys)
        for key, record in zip(keys, records, strict=True):
            if record is None:
                raise NotFound(key.record.__name__)
        return records

    def look(self, *keys: Key[Any]) -> list[Any]:
        """Several records in one round, None for what is missing."""
        missing = [key for key in dict.fromkeys(keys) if (key.partition, key.sort) not in self._known]
        if missing:
            self._fetch(missing)
        found = [self._known[key.partition, key.sort] for key in keys]
        if keys and not self._subject_chosen:
            self._take_as_subject(found[0])
        return found

    def _fetch(self, keys: list[Key[Any]]) -> None:
        keys = list(dict.fromkeys([*self._asked_first(), *keys]))
        found: list[Record | None] = []
        for start in range(0, len(keys), TRANSACTION_LIMIT):
            found += _read_together(keys[start : start + TRANSACTION_LIMIT], decides=self.idempotency is not None)
        for key, record in zip(keys, self._scope.within(found), strict=True):
            self._learn(key, record)
        self._admit()

    def _learn(self, key: Key[Any], record: Record | None) -> None:
        address = (key.partition, key.sort)
        self._known[address] = record
        if record is not None and address not in self._before:
            self._before[address] = record.serialize(null_check=False)

    def _token_key(self) -> Key[Token] | None:
        return Token.key(scope=self.idempotency.scope, token=self.idempotency.token) if self.idempotency else None

    def _asked_first(self) -> list[Key[Any]]:
        """What decides whether the command is carried out at all: its token, and what the guards look at."""
        if self._admitted:
            return []
        guarded = [key for guard in self.guards if (key := guard.key(self.caller)) is not None]
        return [*([key] if (key := self._token_key()) else []), *guarded]

    def refuse_repetition(self) -> None:
        """Raise Repeated for a used token, NotAdmitted where a guard says no, before anything else is read."""
        if self._admitted:
            return
        if keys := list(dict.fromkeys(self._asked_first())):
            for key, record in zip(keys, _read_together(keys), strict=True):
                self._learn(key, record)
        self._admit()

    def _admit(self) -> None:
        if self._admitted:
            return
        self._admitted = True
        key = self._token_key()
        token = self._known.get((key.partition, key.sort)) if key else None
        if isinstance(token, Token):
            raise Repeated(token)
        for guard in self.guards:
            asked = guard.key(self.caller)
            guard.check(self._known.get((asked.partition, asked.sort)) if asked else None, self)

    def _take_as_subject(self, record: Record | None) -> None:
        self._subject, self._subject_chosen = record, True
        if self.expected_version is not None and self._is_callers(record):
            self.refuse_stale()

    def _is_callers(self, record: Record | None) -> bool:
        sides = (("partner_id", self.caller.partner), ("customer_id", self.caller.customer))
        return any(own is not None and getattr(record, name, None) == own for name, own in sides)

    def refuse_stale(self) -> None:
        """Raise Stale where the caller names another version of the subject than was read.

        Of what is not plainly the caller's not before the command has decided: a version would tell a stranger that the record exists.
        """
        if self.expected_version is not None and self._subject is not None and self._subject.version != self.expected_version:
            raise Stale(self._subject.version)

    def query(self, record: type[R], partition: str, *, index: Index | None = None, **conditions: Any) -> Page[R]:
        """One page of a partition (see `table.query`). What it returns may be changed like what was read by key."""
        self.refuse_repetition()
        page = table.query(record, partition, index=index, **conditions)
        items: list[R] = []
        for item in self._scope.within(page.items):
            if item is None:
                continue
            known = self._known.get((item.pk, item.sk))
            if known is None:
                self._learn(Key(type(item), item.pk, item.sk), item)
            items.append(cast(R, known) if known is not None else item)
        return Page(items, page.next)

    def every(self, record: type[R], partition: str, **conditions: Any) -> Iterator[R]:
        """All records of a partition, page after page."""
        start: dict[str, Any] | None = None
        while True:
            page = self.query(record, partition, start=start, **conditions)
            yield from page.items
            if (start := page.next) is None:
                return

    # --- deciding ------------------------------------------------------------------------------------------------------------

    @staticmethod
    def require(*answers: Refusal | None) -> None:
        """Stop with all refusals that rules gave; None is consent."""
        if refusals := [answer for answer in answers if answer is not None]:
            raise Refused(*refusals)

    def add(self, *records: Record) -> None:
        """New records. Where one of that key exists meanwhile, the command runs again and sees it."""
        for record in records:
            if any(record is added for added in self._added):
                continue
            record.settle()
            self._known[record.pk, record.sk] = record
            self._added.append(record)

    def change(self, *records: Record) -> None:
        """Records read in this work and altered since."""
        for record in records:
            if record.version is not None:
                self._changed[record.pk, record.sk] = record

    def keep(self, *records: Record) -> None:
        """Add what was made in this work, change what was read: for records that are opened when first needed."""
        for record in records:
            self.add(record) if record.version is None else self.change(record)

    def remove(self, *records: Record) -> None:
        """Records read in this work that shall be gone."""
        for record in records:
            self._removed[record.pk, record.sk] = record
            self._known[record.pk, record.sk] = None

    def rely_on(self, *records: Record) -> None:
        """Facts that were only read but must still hold at the commit (an association while money moves)."""
        for record in records:
            self._relied_on[record.pk, record.sk] = record

    def rely_on_sums(self, account: Shared, *, at_least: dict[str, Money] | None = None, at_most: dict[str, Money] | None = None) -> None:
        """Sums that were only read but must still lie within these bounds at the commit; whoever else moves them inside disturbs nobody.

        What did not exist when it was read must still not exist.
        """
        self._bounds[account.pk or account.address[0], account.sk or account.address[1]] = _Bounds(account, at_least or {}, at_most or {})

    def move(
        self,
        movement: ledger.Movement,
        *legs: tuple[ledger.Account | ledger.Clearing, Money],
        customer_id: str | None = None,
        customer_name: str | None = None,
        reference: str | None = None,
        remark: str | None = None,
    ) -> str:
        """Move money or coupon amounts between accounts; the legs add up to zero. Returns the movement's id.

        An account that was made in this work is opened by its first movement.
        Raises Refused `insufficient_balance`.
        """
        movement_id = ids.new_id("MV", self.now)
        self._entries += ledger.post(
            movement,
            [ledger.Leg(account, amount) for account, amount in legs],
            movement_id=movement_id,
            at=self.now,
            after=len(self._entries),
            customer_id=customer_id,
            customer_name=customer_name,
            reference=reference,
            remark=remark,
            operator=self.caller.user_id,
            operator_name=None if self.caller.actor is Actor.VENDOR else self.caller.operator,
            operator_of=self.caller.partner,
            action=self.origin.action,
            commit_id=self.commit_id,
        )
        for account, amount in legs:
            if not amount:
                continue
            if isinstance(account, ledger.SharedAccount):
                self._moved[account.account_id] = account
                self._draw(account, balance=amount)
            elif isinstance(account, ledger.Account):
                self.keep(account)
        return movement_id

    def count(self, account: Shared, **sums: Money) -> None:
        """Change further sums of a shared account, or a tally's, by these amounts, none of them below zero.

        Raises Refused `insufficient_balance`.
        """
        changes = {name: by for name, by in sums.items() if by}
        for name, by in changes.items():
            before = getattr(account, name)
            if (before + by).is_negative and name not in account.SIGNED:
                whose = "/".join(account.address)
                raise Refused(Refusal.because("insufficient_balance", account=whose, sum=name, balance=before, needed=abs(by)))
            setattr(account, name, before + by)
        if changes:
            self._draw(account, **changes)

    def _draw(self, account: Shared, **sums: Money) -> None:
        if account.version is None:
            self.add(account)
            return
        drawn = self._drawn.setdefault((account.pk, account.sk), _Draw(account, {}))
        for name, by in sums.items():
            drawn.sums[name] = drawn.sums[name] + by if name in drawn.sums else by

    def emit(self, *events: DomainEvent) -> None:
        """Tell other areas, after the commit."""
        self._events += events

    def note(self, *, level: Level | None = None, **facts: Any) -> None:
        """Put small facts into the audit record; a command that changes nothing (a reveal, a download) is committed for its sake.

        Never values that a page masks, never secrets: name the record and the field instead.
        """
        self._note |= facts
        self._level = level or self._level

    # --- committing ----------------------------------------------------------------------------------------------------------

    @property
    def has_effects(self) -> bool:
        """Whether there is anything to commit."""
        return bool(self._added or self._changed or self._drawn or self._removed or self._entries or self._events or self._note)

    @property
    def subject_version(self) -> int | None:
        """The version the subject has after the commit; what the answer's ETag says."""
        return self._subject.version if self._subject is not None else None

    def effects(self) -> dict[str, Any]:
        """What the commit would do: records added, changed (fields before and after) and removed, money moved, events told."""
        return {
            "added": [{"kind": _kind(record), "id": record.sk} for record in self._added],
            "changed": [change_of(record, self._before.get((record.pk, record.sk))) for record in self._altered()],
            "removed": [{"kind": _kind(record), "id": record.sk} for record in self._removed.values()],
            "moved": [
                {"movement": entry.movement.value, "account": entry.account_id, "amount": entry.amount.as_json()} for entry in self._entries
            ],
            "events": [event.NAME for event in self._events],
        }

    def commit(self, answer: Any = None) -> None:
        """Write everything in one transaction. Without effects there is nothing to write, nothing to audit, no token to keep."""
        if self.dry_run:
            raise Broken("a dry run is not committed")
        if self.guards:
            self.refuse_repetition()  # for a command that read nothing
        if self.expected_version is not None:
            if self._subject is None:
                raise Stale(None)
            self.rely_on(self._subject)
        journal = self._journal()
        if not self.has_effects and not journal:
            return
        changed = [record for record in self._changed.values() if (record.pk, record.sk) not in self._removed]
        drawn = [draw for address, draw in self._drawn.items() if address not in self._changed and draw.sums]
        for record in changed:
            if isinstance(record, (ledger.SharedAccount, ledger.Tally)):
                record.terms = int(record.terms) + 1
        added = [*self._added, *self._entries, *([self._audit()] if self.audited else []), *journal]
        if events := [*self._events, *self._told_by_accounts()]:
            added.append(outbox_of(self.commit_id, self.origin.correlation_id, self.now, events))
        if self.idempotency:
            added.append(self._token(answer))
        touched = {*self._changed, *self._drawn, *self._removed, *((record.pk, record.sk) for record in self._added)}
        relied_on = [record for address, record in self._relied_on.items() if address not in touched]
        bounds = [bounds for address, bounds in self._bounds.items() if address not in touched and address not in self._relied_on]
        if (size := len(added) + len(changed) + len(drawn) + len(self._removed) + len(relied_on) + len(bounds)) > TRANSACTION_LIMIT:
            raise Broken(f"{self.origin.action}: {size} items do not fit into one transaction")
        for record in (*changed, *added):
            record.settle()
        held = {address for address in self._relied_on if address in self._drawn}
        removed = list(self._removed.values())
        _write_together(self.commit_id, _Changes(added, changed, removed, relied_on, drawn, held, bounds, self._bounds))

    def _told_by_accounts(self) -> list[DomainEvent]:
        """What the shared accounts that were drawn on tell of it."""
        return [
            event
            for account_id, account in self._moved.items()
            for event in account.told_by([entry for entry in self._entries if entry.account_id == account_id])
        ]

    def _altered(self) -> list[Record]:
        """What is changed and stays, drawn on or replaced."""
        records = {**{address: draw.account for address, draw in self._drawn.items()}, **self._changed}
        return [record for address, record in records.items() if address not in self._removed]

    def _journal(self) -> list[AgencyEntry]:
        """The entry of an agent's command, unless it wrote one of its own (the end of its session)."""
        if self.caller.agent is None or not self.journalled or any(isinstance(record, AgencyEntry) for record in self._added):
            return []
        touched = [*self._added, *self._removed.values(), *self._altered()]
        return [
            AgencyEntry.of_call(
                self.caller,
                JournalAct.DONE,
                self.origin,
                self.now,
                entry_id=self.commit_id,
                touched=[name_of(record) for record in touched if not isinstance(record, AgencySession)],
            )
        ]

    def _audit(self) -> AuditRecord:
        changed = self._altered()
        touched = [*self._added, *self._removed.values(), *changed]
        return AuditRecord.of(
            self.caller,
            action=self.origin.action,
            correlation_id=self.origin.correlation_id,
            source=self.origin.source,
            at=self.now,
            audit_id=self.commit_id,
            customer_id=customer_in(self.caller, touched),
            level=self._level,
            note=self._note or None,
            others=others_in(self.caller, touched),
            added=[name_of(record) for record in self._added],
            removed=[name_of(record) for record in self._removed.values()],
            changed=[change_of(record, self._before.get((record.pk, record.sk))) for record in changed],
        )

    def _token(self, answer: Any) -> Token:
        assert self.idempotency
        token = Token(
            scope=self.idempotency.scope,
            token=self.idempotency.token,
            request=self.idempotency.request,
            answer=answer,
            subject_version=self._subject.version + self._is_changed(self._subject) if self._subject is not None else None,
        )
        token.expires_at_epoch = int((datetime.now(UTC) + KEPT * 2).timestamp())
        return token

    def _is_changed(self, record: Record) -> bool:
        return (record.pk, record.sk) in self._changed or (record.pk, record.sk) in self._drawn


@dataclass(frozen=True)
class _Draw:
    """What a command adds to and takes from the sums of a shared account."""

    account: Shared
    sums: dict[str, Money]

    def actions(self) -> list[Any]:
        """Each sum as it is then, changed by so much."""
        return [(known := getattr(type(self.account), name)).set(known + by) for name, by in self.sums.items()]

    def condition(self) -> Any:
        """What the command relies on: terms as they were read, and enough of each sum that it takes from."""
        kind = type(self.account)
        condition = kind.terms == self.account.terms
        for name, by in self.sums.items():
            if by.is_negative and name not in kind.SIGNED:
                condition &= getattr(kind, name) >= -by
        return condition


@dataclass(frozen=True)
class _Bounds:
    """Between what the sums of an account must lie, both included."""

    account: Shared
    at_least: dict[str, Money]
    at_most: dict[str, Money]

    def condition(self) -> Any:
        """What the storage checks; that there is still none where none was read."""
        kind = type(self.account)
        if self.account.version is None:
            return kind.pk.does_not_exist()
        condition = kind.pk.exists()
        for name, least in self.at_least.items():
            condition &= getattr(kind, name) >= least
        for name, most in self.at_most.items():
            condition &= getattr(kind, name) <= most
        return condition


@dataclass(frozen=True)
class _Changes:
    """What one transaction writes. held: the drawn accounts whose version as read must still be theirs.

    bounded: accounts that are only checked; bounds: those of all accounts, the drawn ones too, by address.
    """

    added: list[Record]
    changed: list[Record]
    removed: list[Record]
    relied_on: list[Record]
    drawn: list[_Draw]
    held: set[tuple[str, str]]
    bounded: list[_Bounds]
    bounds: dict[tuple[str, str], _Bounds]


def _kind(record: Record) -> str:
    return str(type(record).kind.get_discriminator(type(record)))


def _read_together(keys: list[Key[Any]], *, decides: bool = False) -> list[Record | None]:
    """Up to a hundred records as of one instant.

    decides: for a work that commits. Shared accounts on which somebody draws just then are read as they stand, of another instant than the
    rest, instead of waiting for a moment without anybody: what is taken from them holds on conditions (docs/decisions/014).
    """
    apart: dict[Key[Any], Record | None] = {}
    for attempt in _patiently():
        at_once = [key for key in keys if key not in apart]
        try:
            found = _as_of_one_instant(at_once) | apart
            return [found[key] for key in keys]
        except TransactGetError as problem:
            if _cause(problem) not in _PASSING:
                raise Unavailable("table") from problem
            if decides and (drawn_on := _drawn_on(problem, at_once)):
                stand = {record.address: record for record in table.together(drawn_on)}
                apart |= {key: stand.get((key.partition, key.sort)) for key in drawn_on}
            else:
                _pause(attempt)  # a transaction is writing one of them just now
    raise Conflict("reading")


def _as_of_one_instant(keys: list[Key[Any]]) -> dict[Key[Any], Record | None]:
    if not keys:
        return {}
    with TransactGet(connection=Record._get_connection().connection) as transaction:
        futures = {key: transaction.get(key.record, key.partition, key.sort) for key in keys}
    return {key: _found(future) for key, future in futures.items()}


def _drawn_on(problem: TransactGetError, keys: list[Key[Any]]) -> list[Key[Any]]:
    """The shared accounts that another transaction holds; none where it holds anything else too, or the storage has another reason."""
    held = {key: reason.code for key, reason in zip(keys, problem.cancellation_reasons, strict=False) if reason is not None}
    shared = all(issubclass(key.record, ledger.SharedAccount | ledger.Tally) for key in held)
    return list(held) if shared and set(held.values()) == {"TransactionConflict"} else []


def _found(future: Any) -> Record | None:
    try:
        return cast(Record, future.get())
    except DoesNotExist:
        return None


def _write_together(token: str, changes: _Changes) -> None:
    """Write all or nothing. Somebody else's transaction on one of the items just then is waited for: what this one relies on, it says."""
    transaction = _transaction(token, changes)
    for attempt in _patiently():
        try:
            transaction.__exit__(None, None, None)  # leaving the block commits; the same one is sent again, not made again
        except TransactWriteError as problem:
            reasons = {reason.code for reason in problem.cancellation_reasons if reason is not None}
            if reasons == {"TransactionConflict"}:
                _pause(attempt)
                continue
            if reasons & _CONTENTION or (not reasons and _cause(problem) in _PASSING):
                raise _Contended from problem
            raise Unavailable("table") from problem
        return
    raise _Contended


def _transaction(token: str, changes: _Changes) -> TransactWrite:
    connection = Record._get_connection().connection
    transaction = TransactWrite(connection=connection, client_request_token=ids.fingerprint(token)[:36])
    for record in changes.relied_on:
        transaction.condition_check(type(record), record.pk, record.sk, condition=type(record).version == record.version)
    for bounds in changes.bounded:
        transaction.condition_check(type(bounds.account), *bounds.account.address, condition=bounds.condition())
    for record in changes.removed:
        transaction.delete(record)
    for draw in changes.drawn:
        address = (draw.account.pk, draw.account.sk)
        condition = draw.condition()
        if address in changes.bounds:
            condition &= changes.bounds[address].condition()
        transaction.update(draw.account, draw.actions(), condition, add_version_condition=address in changes.held)
    for record in (*changes.changed, *changes.added):
        transaction.save(record)
    return transaction


# Why a transaction was cancelled although it may succeed on fresh facts, or a moment later.
_CONTENTION = {"ConditionalCheckFailed", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
_PASSING = {
    "TransactionCanceledException",
    "TransactionInProgressException",
    "TransactionConflictException",
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
}


def _cause(problem: PynamoDBException) -> str | None:
    """The storage's error code; None where it did not even answer."""
    response = getattr(problem.cause, "response", None) or {}
    code = response.get("Error", {}).get("Code")
    return str(code) if code else None


def _patiently() -> Iterator[int]:
    """Numbers of attempts, as long as there is patience for somebody who is just then writing the same items."""
    began = time.monotonic()
    for attempt in itertools.count():
        yield attempt
        if attempt + 1 >= ATTEMPTS and time.monotonic() - began > PATIENCE_S:
            return


def _pause(attempt: int) -> None:
    time.sleep(random.uniform(0, min(LONGEST_PAUSE_S, SHORTEST_PAUSE_S * 2 ** min(attempt, 10))))  # noqa: S311 - spreads retries, guards nothing


def decided(work: Work, decide: Callable[[Work], T]) -> T:
    """What a decision comes to. Raises what it raises; Stale instead of its result or its refusal, where the caller saw another version."""
    try:
        result = decide(work)
    except Refused:
        work.refuse_stale()
        raise
    work.refuse_stale()
    return result


def carry_out(make: Callable[[], Work], decide: Callable[[Work], T], answer_of: Callable[[T], Any] = lambda _: None) -> tuple[T, Work]:
    """Run a decision on fresh facts and commit it, again while somebody else is faster.

    Raises what the decision raises, Repeated for a used token, Conflict when it never got through.
    """
    for attempt in range(ATTEMPTS):
        work = make()
        if attempt:
            work.refuse_repetition()  # a command that reads nothing meets its own token only at the commit
        result = decided(work, decide)
        try:
            work.commit(answer_of(result))
        except _Contended:
            _pause(attempt)
            continue
        return result, work
    raise Conflict(work.origin.action)


def as_stored(answer: str) -> Any:
    """An answer's JSON text as plain data, as the token keeps it."""
    return json.loads(answer)


def real_now() -> datetime:
    """The instant in which a request decides."""
    return clock.now()
