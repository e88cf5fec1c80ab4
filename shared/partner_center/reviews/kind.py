"""Kinds of reviews: how a workflow of an area joins the desk.

An area declares its kinds in a module of this name, partner_center/<area>/reviews.py, under KINDS. The desk finds a kind by its code,
which begins with the area, and imports that module when it needs it: areas know the desk, the desk knows no area.

    REPORT_REVIEW = ReviewKind("customers.report", Label("客户报备", "Customer report"), duty="customers.review_reports",
                               rule="10.3.4.1/r18", working_days=4, decide=decide_report)
    KINDS = (REPORT_REVIEW,)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

import partner_center
from partner_center.kernel.errors import Broken
from partner_center.kernel.labels import Label, Labelled
from partner_center.platform.work import Work


class Decision(Labelled):
    """What a reviewer may say (glossary part 2)."""

    APPROVED = "approved", "审核通过", "Approved"
    REJECTED = "rejected", "审核不通过", "Rejected"
    CHANGES_REQUESTED = "changes_requested", "待修改", "Changes requested"


@dataclass(frozen=True)
class Ruling:
    """A reviewer's decision as the area hears it. Who decides is `work.caller`."""

    task_id: str
    subject_id: str
    partner_id: str | None
    decision: Decision
    reason: str | None
    attachments: tuple[str, ...]


@dataclass(frozen=True)
class ReviewKind:
    """One kind of review.

    duty: the permission whose holders do it. rule: the specification's rule behind it, for the receipt. working_days: until it is due,
    where the area gives no date of its own. decide: carries the decision out on the area's records, in the desk's transaction, and answers
    the facts it was decided on; it raises Refused where the decision cannot be carried out (any more).
    """

    code: str
    label: Label
    duty: str
    rule: str
    working_days: int
    decide: Callable[[Ruling, Work], dict[str, Any]]
    decisions: tuple[Decision, ...] = (Decision.APPROVED, Decision.REJECTED)


def kind_of(code: str) -> ReviewKind:
    """A kind by its code."""
    found = next((kind for kind in _kinds_in(code.split(".")[0]) if kind.code == code), None)
    if found is None:
        raise Broken(f"no area declares the review {code}")
    return found


def all_kinds() -> Iterator[ReviewKind]:
    """Every kind of every area."""
    for module in sorted(module.name for module in iter_modules(partner_center.__path__)):
        yield from _kinds_in(module)


def _kinds_in(area: str) -> tuple[ReviewKind, ...]:
    name = f"partner_center.{area}.reviews"
    return tuple(import_module(name).KINDS) if find_spec(name) else ()
