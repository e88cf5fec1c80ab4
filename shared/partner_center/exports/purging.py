"""What happens to export tasks by themselves: after three days record and file are gone; one that nobody works on any more goes on."""

from __future__ import annotations

from partner_center.exports import store
from partner_center.exports.events import ExportWaiting
from partner_center.exports.task import STALLED_AFTER, ExportStatus, ExportTask
from partner_center.exports.writing import Progress
from partner_center.platform.schedule import Run
from partner_center.platform.table import Key
from partner_center.platform.work import Work


def purge_export_files(run: Run) -> None:
    """Delete what is older than three days (10.3.5.4/r9), wake what stopped half-way."""
    run.each(run.due(ExportTask), _look_after)


def _look_after(due: ExportTask, work: Work) -> bool:
    task = work.get(Key(ExportTask, *due.address), or_none=True)
    if task is None:
        return False
    if task.expires_at <= work.now:
        _remove_files(task)  # first: a run that dies here finds the record still due
        work.remove(task)
        return True
    if task.status is ExportStatus.PROCESSING and task.touched_at + STALLED_AFTER <= work.now:
        task.touched_at = work.now
        work.change(task)
        work.emit(ExportWaiting(partner_id=task.tenant, scope=task.scope, user_id=task.user_id, task_id=task.task_id))
        return True
    return False


def _remove_files(task: ExportTask) -> None:
    """Everything of the task in the bucket that the record knows of; the bucket's lifecycle takes the rest."""
    progress = Progress.of(task.state)
    if progress.upload and progress.key:
        store.give_up(progress.key, progress.upload)
    for key in (task.file_key, progress.tail):
        if key:
            store.remove(key)
