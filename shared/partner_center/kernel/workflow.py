"""Workflows: the states of a record, which transitions are allowed, and who may trigger each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from partner_center.kernel.errors import Broken, Refusal, Refused
from partner_center.kernel.labels import Labelled

S = TypeVar("S", bound=Labelled)

PARTNER, CUSTOMER, VENDOR, SYSTEM = "partner", "customer", "vendor", "system"


@dataclass(frozen=True)
class Transition(Generic[S]):
    """A named step from one of several states to one; `by` are the kinds of actor that may take it."""

    name: str
    sources: frozenset[S]
    target: S
    by: frozenset[str]
    rule: str | None = None


def step(name: str, sources: Iterable[S], target: S, by: Iterable[str], rule: str | None = None) -> Transition[S]:
    """A transition, written shortly."""
    return Transition(name, frozenset(sources), target, frozenset(by), rule)


class Workflow(Generic[S]):
    """The table of a record's transitions.

    `take` answers the state after a step or raises Refused `illegal_transition`, which names the current state and what is possible.
    """

    def __init__(self, *steps: Transition[S]) -> None:
        self.steps = {transition.name: transition for transition in steps}
        if len(self.steps) != len(steps):
            raise Broken("two transitions of one name")

    def refuses(self, name: str, current: S, actor: str) -> Refusal | None:
        """Why `actor` may not take the step now; None when it may."""
        transition = self.steps[name]
        if current in transition.sources and actor in transition.by:
            return None
        return Refusal.because(
            "illegal_transition",
            transition.rule,
            step=name,
            status=current,
            possible=sorted(t.name for t in self.steps.values() if current in t.sources and actor in t.by),
        )

    def take(self, name: str, current: S, actor: str) -> S:
        """The state after the step."""
        if refusal := self.refuses(name, current, actor):
            raise Refused(refusal)
        return self.steps[name].target
