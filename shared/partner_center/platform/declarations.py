"""What a file in functions/ declares: the one source from which templates, API description, permission list and reports are derived.

A declaration is plain data. The handler object that a function file exports as `app` carries it as `app.declaration`;
infra/ collects them without starting anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from partner_center.platform.agreement import Agreement
from partner_center.platform.caller import Purpose
from partner_center.platform.sensitive import Sensitive


class Reach(StrEnum):
    """What a function may do to the state; the area has one role (IAM) for each."""

    READ = "read"
    WRITE = "write"
    MONEY = "money"


@dataclass(frozen=True)
class Operation:
    """One HTTP operation of a function. `path` is below the area's base path and may hold `{names}`."""

    method: str
    path: str
    summary: str
    request: type[BaseModel] | None = None
    response: type[BaseModel] | None = None
    status: int = 200


@dataclass(frozen=True)
class Http:
    """Reached over the area's API. `allow` names a permission; None = anybody signed in; public = nobody need be signed in.

    sensitive: the operation that a verification code may have to confirm; agreement: the document that must be accepted first;
    confidential: the answer holds a secret, so that nothing of it is kept and a repetition is carried out anew; agents: for what purposes a
    partner's user may reach it while acting as the customer (none: not at all).
    """

    operations: tuple[Operation, ...]
    allow: str | None
    public: bool = False
    sensitive: Sensitive | None = None
    agreement: Agreement | None = None
    confidential: bool = False
    agents: tuple[Purpose, ...] = ()


@dataclass(frozen=True)
class Cron:
    """Runs on an EventBridge Scheduler cron in Beijing time: `minute hour day-of-month month day-of-week year`."""

    expression: str
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True)
class Events:
    """Hears domain events from the bus through a queue of its own (with a dead-letter queue)."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Upload:
    """Hears of objects created below a prefix of the intake bucket or of the bucket of files, through a queue of its own."""

    prefix: str
    bucket: str = "intake"  # intake | files


@dataclass(frozen=True)
class TableStream:
    """Reads the table's stream; `kinds` are the record kinds (attribute `kind`) whose INSERTs it wants."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Authorize:
    """The Lambda authorizer in front of every API."""


Trigger = Http | Cron | Events | Upload | TableStream | Authorize


@dataclass(frozen=True)
class Declaration:
    """One function: its room (area, name), why it exists, what triggers it and what it may do.

    `guide` lists the ids of the specification's actions that it fulfils.
    """

    kind: str  # action | view | schedule | consumer | webhook | authorizer
    area: str
    name: str
    summary: str
    trigger: Trigger
    reach: Reach
    guide: tuple[str, ...] = ()
    memory_mb: int = 512
    timeout_s: int = 29
    options: dict[str, Any] = field(default_factory=dict)
