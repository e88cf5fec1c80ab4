"""The usage files that were delivered, and how far each is."""

from partner_center.consumption import USAGE_FILES

app = USAGE_FILES.get("/usage-files", detail="{usage_file_id}", allow="consumption.watch_intake", guide=[])
