"""Download a file through the record that owns it."""

from partner_center.files import Download, DownloadFile, download_file
from partner_center.platform.action import Action, Caller, Work


@Action.post("/downloads")
def app(request: DownloadFile, caller: Caller, work: Work) -> Download:
    return download_file(request, caller, work)
