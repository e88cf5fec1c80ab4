"""Fetch the file of a completed export (guide 10.4)."""

from partner_center.exports import Download, TaskRef, download_export
from partner_center.platform.action import Action, Caller, Work


@Action.post("/tasks/{task_id}/download", guide=["10.4/download_export", "10.6.1.2/download_export"], confidential=True)
def app(request: TaskRef, caller: Caller, work: Work) -> Download:
    return download_export(request, caller, work)
