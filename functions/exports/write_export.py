"""Make the files of exports, in as many runs as they take (guide 10.4)."""

from partner_center.exports import ExportWaiting, write_export
from partner_center.platform.consumer import Consumer, Happened, Work


@Consumer.hears(ExportWaiting, memory_mb=1024, timeout_s=300)
def app(event: ExportWaiting, work: Work, happened: Happened) -> None:
    write_export(event, work, happened)
