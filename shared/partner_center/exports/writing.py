"""Making the file of an export: read page by page, written piece by piece, in as many invocations as it takes.

A checkpoint stores the bytes so far in the bucket and commits, with the number of rows, where to read on and what the writer needs to go
on. A run that dies repeats what came after the last checkpoint; whatever it left in the bucket besides is not referred to and goes with
the bucket's lifecycle. Who starts a run takes the task (its `runs`); an earlier run that is still alive notices at its next checkpoint and
stops, so that an event delivered twice changes nothing. Parts of different runs never share a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from partner_center.exports import store
from partner_center.exports.cells import layout_of
from partner_center.exports.csv_sheet import CsvSheet
from partner_center.exports.events import ExportCompleted, ExportFailed, ExportWaiting
from partner_center.exports.requesting import refuses_export, values_of
from partner_center.exports.sheets import Sheet, TooLarge
from partner_center.exports.task import ExportFormat, ExportStatus, ExportTask
from partner_center.exports.xlsx_sheet import XlsxSheet
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound, Refused
from partner_center.platform.caller import Caller
from partner_center.platform.catalogue import page_for
from partner_center.platform.consumer import Happened
from partner_center.platform.observe import logger
from partner_center.platform.problems import Halt
from partner_center.platform.table import Key
from partner_center.platform.work import Origin, Work, carry_out

T = TypeVar("T")

ACTION = "exports.write_export"
READ_AT_ONCE = 1000  # records; the storage ends a page at 1 MiB anyway
MARGIN_MS = 30_000  # with less time left the file goes on in another invocation
CHECKPOINT_MS = 20_000  # how long a run works between two checkpoints at most: as often people see progress
IDLE_RUNS = 3  # that end without a checkpoint, before the export is given up


class Superseded(Exception):
    """Another run has taken the task, or it is ended or purged."""


def write_export(event: ExportWaiting, work: Work, happened: Happened) -> None:
    """Make the file of an export that waits, or go on with it. The event is one of several that a queue hands over at once."""
    if happened.remaining_ms() < MARGIN_MS:
        work.emit(event)
        return
    run = Run(ExportTask.key(scope=event.scope, user_id=event.user_id, task_id=event.task_id), event, happened)
    try:
        if run.take():
            run.go_on()
    except Superseded:
        logger.info("another run has the export", extra={"task_id": event.task_id})


@dataclass
class Progress:
    """How far a file is. start: where the storage reads on. writer: the format's own state. parts: (number, tag) of what is stored.

    tail: the object with the bytes behind the last part. joining: everything is stored, the parts need only be put together.
    """

    start: dict[str, Any] | None = None
    rows: int = 0
    size: int = 0
    writer: dict[str, Any] = field(default_factory=dict)
    key: str | None = None
    upload: str | None = None
    parts: list[tuple[int, str]] = field(default_factory=list)
    tail: str | None = None
    joining: bool = False

    @classmethod
    def of(cls, state: dict[str, Any] | None) -> Progress:
        """As it was committed."""
        known = dict(state or {})
        known["parts"] = [(number, tag) for number, tag in known.get("parts", [])]
        return cls(**known)


class Run:
    """One invocation's work on one export."""

    def __init__(self, key: Key[ExportTask], event: ExportWaiting, happened: Happened) -> None:
        self._key, self._event, self._happened = key, event, happened
        self._number = 0
        self._tails = 0
        self._buffer = bytearray()
        self._since = happened.remaining_ms()

    def take(self) -> bool:
        """Make the task this run's; False where nothing is left to do."""

        def decide(work: Work) -> ExportTask | None:
            task = work.get(self._key, or_none=True)
            if task is None or task.status is not ExportStatus.PROCESSING:
                return None
            task.runs += 1
            task.idle_runs += 1
            task.touched_at = work.now
            work.change(task)
            if task.idle_runs > IDLE_RUNS:
                self._end_as_failed(task, "export_interrupted", work)
                return None
            return task

        taken = self._in_work(decide)
        if taken is None:
            return False
        self._task, self._number = taken, int(taken.runs)
        self._progress = Progress.of(taken.state)
        self._next_part = self._number + max((number for number, _ in self._progress.parts), default=0)
        return True

    def go_on(self) -> None:
        """Write until the file is done or time is up. What the page refuses, or the format cannot hold, ends the export in words."""
        try:
            if self._progress.joining or self._write():
                self._complete()
        except (Refused, NotFound, Halt) as no:
            code = no.refusals[0].code if isinstance(no, Refused) else no.code if isinstance(no, Halt) else "not_found"
            self._fail(code)
        except _Beyond as beyond:
            self._fail("export_too_large", limit=beyond.limit)
        except TooLarge:
            self._fail("export_too_large")
        except Superseded:
            raise
        except Exception:
            # The queue would bring the event back in half an hour; a person waits for the file.
            logger.exception("an export was interrupted", extra={"task_id": self._task.task_id, "rows": self._progress.rows})
            self._in_work(lambda work: work.emit(self._event))

    # --- writing -------------------------------------------------------------------------------------------------------------

    def _write(self) -> bool:
        """Read and write on; False when time was up before the end."""
        task, progress = self._task, self._progress
        caller = task.requester
        page = page_for(caller, task.page)
        Work.require(refuses_export(page, caller))
        view = page.view
        asked = {**values_of(page.asked.model_validate(task.asked)), **({"sort": task.sort} if task.sort else {})}
        question = view.question(caller, asked, task.requested_at)
        layout = layout_of(view, list(task.columns), task.language, task.requested_at)
        sheet = self._sheet()
        limit = min(view.largest_export, sheet.largest or view.largest_export)
        if not progress.writer and progress.start is None:
            self._buffer += sheet.begin(layout.headers)
        elif progress.tail:
            self._buffer += store.get(progress.tail)
        while True:
            found = view.read(caller, question, limit=READ_AT_ONCE, start=progress.start)
            progress.rows += len(found.items)
            if progress.rows > limit:
                raise _Beyond(limit)
            self._buffer += sheet.write([layout.row(record) for record in found.items])
            progress.start = found.next
            if progress.start is None:
                self._buffer += sheet.end()
                return True
            remaining = self._happened.remaining_ms()
            if remaining < MARGIN_MS:
                self._checkpoint(sheet, go_on=True)
                return False
            if len(self._buffer) >= store.PART or self._since - remaining >= CHECKPOINT_MS:
                self._checkpoint(sheet)

    def _sheet(self) -> Sheet:
        if self._task.format is ExportFormat.CSV:
            return CsvSheet()
        return XlsxSheet(self._task.title.in_(self._task.language), self._progress.writer or None)

    def _checkpoint(self, sheet: Sheet, *, go_on: bool = False) -> None:
        """Store what there is and commit how far it is, with the event that brings the next run where this one ends."""
        progress, old_tail = self._progress, self._progress.tail
        self._buffer += sheet.pause()
        progress.writer = sheet.state()
        if len(self._buffer) >= store.PART:
            self._store_part()
            progress.tail = None
        else:
            self._tails += 1
            progress.tail = f"{self._task.folder}tail-{self._number}-{self._tails}"
            store.put(progress.tail, bytes(self._buffer), "application/octet-stream")
        self._commit_progress(go_on=go_on)
        if old_tail:
            store.remove(old_tail)
        self._since = self._happened.remaining_ms()

    def _store_part(self) -> None:
        progress = self._progress
        if progress.upload is None:
            progress.key = self._final_key()
            progress.upload = store.open_upload(progress.key, self._task.format.content_type)
        assert progress.key is not None
        progress.parts.append((self._next_part, store.add_part(progress.key, progress.upload, self._next_part, bytes(self._buffer))))
        progress.size += len(self._buffer)
        self._next_part += 1
        self._buffer.clear()

    def _final_key(self) -> str:
        return f"{self._task.folder}{self._number}.{self._task.format.value}"

    # --- ending --------------------------------------------------------------------------------------------------------------

    def _complete(self) -> None:
        """Put the file together, then commit that it is there."""
        progress = self._progress
        if progress.upload is None:
            progress.key, progress.size = self._final_key(), len(self._buffer)
            store.put(progress.key, bytes(self._buffer), self._task.format.content_type)
        else:
            if not progress.joining:
                if self._buffer:
                    self._store_part()  # the last one may be small
                progress.joining = True
                self._commit_progress()
            assert progress.key is not None
            store.join(progress.key, progress.upload, progress.parts)

        def decide(work: Work) -> None:
            task = self._mine(work)
            task.status = ExportStatus.COMPLETED
            task.finished_at = work.now
            task.rows, task.size, task.file_key = progress.rows, progress.size, progress.key
            task.state, task.idle_runs = None, 0
            work.change(task)
            work.emit(
                ExportCompleted(
                    partner_id=task.tenant,
                    user_id=task.user_id,
                    task_id=task.task_id,
                    title_zh=task.title_zh,
                    title_en=task.title_en,
                    rows=progress.rows,
                    expires_at=clock.iso(task.expires_at),
                )
            )

        self._in_work(decide)
        if progress.tail:
            store.remove(progress.tail)

    def _fail(self, code: str, **facts: Any) -> None:
        self._in_work(lambda work: self._end_as_failed(self._mine(work), code, work, **facts))
        if self._progress.upload and self._progress.key:
            store.give_up(self._progress.key, self._progress.upload)
        if self._progress.tail:
            store.remove(self._progress.tail)

    @staticmethod
    def _end_as_failed(task: ExportTask, code: str, work: Work, **facts: Any) -> None:
        task.status = ExportStatus.FAILED
        task.finished_at = work.now
        task.failure, task.failure_facts = code, facts or None
        task.state = None
        work.change(task)
        told = {"user_id": task.user_id, "task_id": task.task_id, "title_zh": task.title_zh, "title_en": task.title_en}
        work.emit(ExportFailed(partner_id=task.tenant, reason=code, **told))

    # --- committing ----------------------------------------------------------------------------------------------------------

    def _commit_progress(self, *, go_on: bool = False) -> None:
        def decide(work: Work) -> None:
            task = self._mine(work)
            task.state, task.rows = asdict(self._progress), self._progress.rows
            task.idle_runs, task.touched_at = 0, work.now
            work.change(task)
            if go_on:
                work.emit(self._event)

        self._in_work(decide)

    def _mine(self, work: Work) -> ExportTask:
        """The task as it is now. Raises Superseded where it is this run's no longer."""
        task = work.get(self._key, or_none=True)
        if task is None or task.status is not ExportStatus.PROCESSING or task.runs != self._number:
            raise Superseded
        return task

    def _in_work(self, decide: Callable[[Work], T]) -> T:
        system = Caller.system(ACTION)
        caller = system.on_behalf_of(self._event.partner_id) if self._event.scope.startswith("partner/") else system
        origin = Origin(ACTION, self._happened.correlation_id)
        result, _ = carry_out(lambda: Work(caller, clock.now(), origin), decide)
        return result


class _Beyond(Exception):
    """More records than one export holds."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit
