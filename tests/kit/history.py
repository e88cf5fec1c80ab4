"""What random histories have in common: callers that meet faults, and events that are heard late, out of order, twice or half."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any, ClassVar

from moto.backends import get_backend

from partner_center.kernel.errors import Unavailable
from partner_center.platform.events import bus_entries
from partner_center.platform.table import Record
from partner_center.platform.work import Work
from tests.kit import faults
from tests.kit.funds import as_system
from tests.kit.world import Answer, Context, functions, outboxes, sqs_event


class FaultyHistory:
    """A history in an empty table. Each public method of what inherits it is a step; `CONCERNED` names who hears what matters to it."""

    CONCERNED: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, time: Any) -> None:
        an_empty_table()
        self.time = time
        self.time.at("2024-09-02T10:00:00+08:00")
        self.known: set[str] = set()
        self.queue: list[dict[str, Any]] = []
        self.number = 0

    def step(self, name: str, **arguments: Any) -> None:
        """Carry a step out, a second after the last one."""
        self.time.pass_(seconds=1)
        getattr(self, name)(**arguments)

    def time_passes(self, hours: int) -> None:
        """Nothing else happens."""
        self.time.pass_(hours=hours)

    # --- how a caller deals with faults --------------------------------------------------------------------------------------

    def ask(self, fault: str, call: Callable[[str], Answer]) -> Any:
        """The body of a command's final answer; None where it was refused."""
        self.number += 1
        key = f"step-{self.number}"
        try:
            with faults.disturbed(fault):
                answer = call(key)
        except faults.Killed:
            answer = call(key)
        while answer.status == 503 or _unfinished(answer):
            answer = call(key)
        if fault == "repeated" and answer.status < 300 and "results" not in answer.body:
            assert call(key).body == answer.body
        assert answer.status < 300 or answer.status in (404, 409), answer.body
        return answer.body if answer.status < 300 else None

    def heard(self, fault: str, do: Callable[[Work], Any]) -> Any:
        """What a consumer's work came to, delivered again where it did not hear; the first run's result counts."""
        self.number += 1
        token, made = f"heard-{self.number}", list[Any]()

        def once(work: Work) -> list[Any]:
            work.refuse_repetition()
            made[:] = [do(work)]
            return made[:]

        try:
            with faults.disturbed(fault):
                came_to = as_system("R1", once, token)
        except (faults.Killed, Unavailable):
            first = made[:]
            came_to = as_system("R1", once, token) or first
        if fault == "repeated":
            as_system("R1", once, token)
        return came_to[0]

    # --- what is told ----------------------------------------------------------------------------------------------------------

    def race(self, first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]]) -> None:
        """Something happens between another command's reading and its commit."""
        with faults.watching(before=faults.before_first_commit(lambda: self.step(second[0], **second[1]))):
            self.step(first[0], **first[1])

    def hear(self, seed: int, many: int, fault: str, at: int) -> None:
        """Some of what waits is delivered, in any order, some of it twice; what failed comes again later."""
        self.queue += self._new_events()
        shuffled = random.Random(seed)
        shuffled.shuffle(self.queue)
        now, self.queue = self.queue[:many], self.queue[many:]
        for number, event in enumerate(now):
            with faults.disturbed(fault, at) if number == 0 else faults.disturbed("none"):
                heard = self._deliver(event)
            if not heard or shuffled.random() < 0.2:
                self.queue.append(event)

    def everything_is_heard(self) -> None:
        """Until nothing waits any more."""
        for _ in range(50):
            self.queue += self._new_events()
            if not self.queue:
                return
            now, self.queue = self.queue, []
            self.queue = [event for event in now if not self._deliver(event)]
        raise AssertionError(f"not heard in the end: {self.queue}")

    def _deliver(self, event: dict[str, Any]) -> bool:
        """Hand an event to those whom it concerns; whether all of them heard it."""
        body = {"detail-type": event["DetailType"], "source": event["Source"], "detail": json.loads(event["Detail"])}
        try:
            answers = [app(sqs_event(json.dumps(body)), Context()) for app in self._hearing(event["DetailType"])]
        except faults.Killed:
            return False
        return not any(answer["batchItemFailures"] for answer in answers)

    def _new_events(self) -> list[dict[str, Any]]:
        fresh = [outbox for outbox in outboxes() if outbox.commit_id not in self.known]
        self.known |= {outbox.commit_id for outbox in fresh}
        return [event for outbox in fresh for event in bus_entries(outbox, "bus") if self._hearing(event["DetailType"])]

    def _hearing(self, name: str) -> list[Any]:
        return [functions()[one] for one in sorted(self.CONCERNED) if name in functions()[one].declaration.trigger.names]


def _unfinished(answer: Answer) -> bool:
    """Whether the table failed an item of a batch: its repetition goes on."""
    results = answer.body.get("results", []) if answer.status < 300 else []
    return any((one["problem"] or {}).get("code") == "unavailable" for one in results)


def an_empty_table() -> None:
    """Forget everything."""
    for accounts in get_backend("dynamodb").values():
        for backend in accounts.values():
            backend.reset()
    Record.create_table(wait=False)
