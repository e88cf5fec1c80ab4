"""Schedules: jobs on a Beijing-time cron, run again for any `as_of`, safe to run twice and to be killed anywhere.

    @Schedule.cron("10 * * * ? *", guide=["10.3.4.2/expire_invitations"])
    def app(run: Run) -> None:
        expire_invitations(run)

A job finds what is due through the sparse due index and carries each item out as its own unit of work, which takes the item out of the
index. What a killed run left over is still in the index for the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from aws_lambda_powertools.metrics import MetricUnit

from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Refused
from partner_center.platform.app import room_of, summary_of
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Cron, Declaration, Reach
from partner_center.platform.observe import logger, metrics, observed
from partner_center.platform.table import DUE, Record, every
from partner_center.platform.work import Origin, Work, carry_out

R = TypeVar("R", bound=Record)
I = TypeVar("I")  # noqa: E741 - an item

__all__ = ["Reach", "Run", "Schedule", "Work"]

MARGIN_MS = 20_000  # stop taking new items when this little time is left; the next run goes on


class JobFailed(Exception):
    """Some items could not be done; they are logged, stay due and are tried by the next run."""


@dataclass
class Run:
    """One run of a job. `as_of` is the instant it decides in: its schedule's, or any that is asked for."""

    job: str
    as_of: datetime
    remaining_ms: Callable[[], int]
    correlation_id: str
    done: int = 0
    postponed: int = 0
    failed: list[str] = field(default_factory=list)
    unfinished: bool = False

    def due(self, record: type[R], partition: str | None = None) -> Iterator[R]:
        """Every record of a kind that is due by `as_of`, the longest due first."""
        place = record.DUE
        assert place is not None
        yield from every(record, partition or place.partition, index=DUE, last=f"{clock.iso(self.as_of)}~")

    def reading(self) -> Work:
        """A unit of work that is never committed, to find through other areas' faces what the run goes through."""
        return Work(Caller.system(self.job), self.as_of, Origin(self.job, self.correlation_id))

    def each(self, items: Iterator[I], do: Callable[[I, Work], Any], *, of_partner: Callable[[I], str | None] | None = None) -> None:
        """Carry out one unit of work an item. An item that fails is logged and does not stop the others.

        `do` returns False (or refuses) to leave the item for a later run.
        """
        for item in items:
            if self.remaining_ms() < MARGIN_MS:
                self.unfinished = True
                logger.warning("time is up; the next run goes on", extra={"job": self.job, "done": self.done})
                return
            self._one(item, do, of_partner(item) if of_partner else getattr(item, "partner_id", None))

    def _one(self, item: I, do: Callable[[I, Work], Any], partner_id: str | None) -> None:
        caller = Caller.system(self.job)
        acting = caller.on_behalf_of(partner_id) if partner_id else caller
        try:
            result, _ = carry_out(lambda: Work(acting, self.as_of, Origin(self.job, self.correlation_id)), lambda work: do(item, work))
        except Refused as refused:
            self.postponed += 1
            logger.info("postponed", extra={"job": self.job, "item": _name(item), "because": [r.code for r in refused.refusals]})
        except Exception:
            self.failed.append(_name(item))
            logger.exception("an item failed", extra={"job": self.job, "item": _name(item)})
        else:
            self.done += result is not False
            self.postponed += result is False

    def report(self) -> dict[str, Any]:
        """What the run did."""
        return {
            "job": self.job,
            "as_of": clock.shown(self.as_of),
            "done": self.done,
            "postponed": self.postponed,
            "failed": self.failed,
            "unfinished": self.unfinished,
        }


def _name(item: Any) -> str:
    return "/".join(item.address) if isinstance(item, Record) else str(item)


class ScheduleHandler:
    """The Lambda handler of a job."""

    def __init__(self, declaration: Declaration, function: Callable[[Run], Any]) -> None:
        self.declaration = declaration
        self._function = function
        self._handler = observed(self._run)

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        report: dict[str, Any] = self._handler(event, context)
        return report

    def _run(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        asked = event.get("as_of") or None
        as_of = clock.instant(asked) if asked else clock.now()  # a late start looks at what is due now, not at the planned minute
        job = f"{self.declaration.area}.{self.declaration.name}"
        run = Run(job, as_of, getattr(context, "get_remaining_time_in_millis", lambda: 900_000), ids.secret_token())
        logger.append_keys(job=job, correlation_id=run.correlation_id)
        self._function(run)
        logger.info("job ran", extra=run.report())
        metrics.add_metric(name="ItemsDone", unit=MetricUnit.Count, value=run.done)
        metrics.add_metric(name="ItemsFailed", unit=MetricUnit.Count, value=len(run.failed))
        if run.failed:
            raise JobFailed(f"{job}: {len(run.failed)} failed, {run.done} done: {', '.join(run.failed[:5])}")
        return run.report()


class Schedule:
    """The declaration of jobs."""

    @staticmethod
    def cron(
        expression: str, *, guide: Sequence[str] = (), reach: Reach = Reach.WRITE, memory_mb: int = 512, timeout_s: int = 900
    ) -> Callable[[Callable[[Run], Any]], ScheduleHandler]:
        """Run at `minute hour day-of-month month day-of-week year`, Beijing time."""

        def decorate(function: Callable[[Run], Any]) -> ScheduleHandler:
            area, name = room_of(function)
            summary = summary_of(function)
            declared = Declaration("schedule", area, name, summary, Cron(expression), reach, tuple(guide), memory_mb, timeout_s)
            return ScheduleHandler(declared, function)

        return decorate
