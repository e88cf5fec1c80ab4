"""The ways in which a request is not carried out. A refusal is data: a code, the rule, and the facts it was decided on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from partner_center.kernel.labels import Label


class Broken(Exception):
    """A defect of ours: something that cannot be was asked of the code. Answered as an unexpected error."""


@dataclass(frozen=True)
class Refusal:
    """A rule that says no. `code` is stable; `rule` is the specification's id; `facts` are what it was decided on.

    `way_out` says (by a code with texts in the message table) what the caller can do; `deadline` until or from when.
    """

    code: str
    rule: str | None = None
    way_out: str | None = None
    deadline: datetime | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def because(
        cls, code: str, rule: str | None = None, *, way_out: str | None = None, deadline: datetime | None = None, **facts: Any
    ) -> Refusal:
        """A refusal with its facts by name."""
        return cls(code, rule, way_out, deadline, facts)


class Refused(Exception):
    """One or several rules said no; nothing was changed."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals


class NotFound(Exception):
    """No such record, or not the caller's: the two answer alike."""

    def __init__(self, what: str = "record") -> None:
        super().__init__(what)
        self.what = what


class Invalid(Exception):
    """Input that breaks its contract. `fields` lists what is wrong: pointer (`/customer_ids/0`), code, text."""

    def __init__(self, *fields: tuple[str, str, Label]) -> None:
        super().__init__("; ".join(f"{pointer}: {text.en}" for pointer, _, text in fields))
        self.fields = fields


class Wrong(ValueError):
    """A value that a contract does not take, said in both languages: `raise Wrong("金额须大于 0", "an amount is greater than 0")`."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.label = Label(zh, en)


class Stale(Exception):
    """The caller's If-Match names another version than the record has now."""

    def __init__(self, current: int | None) -> None:
        super().__init__(f"version is {current}")
        self.current = current


class Conflict(Exception):
    """Somebody else changed the same records at the same time, again and again; the caller may try later."""


class Unavailable(Exception):
    """A service we depend on did not answer; nothing was changed."""
